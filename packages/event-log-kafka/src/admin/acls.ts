import type { Cluster } from '../wire/cluster.ts';
import { fromKafka } from '../wire/failures.ts';
import { nameError } from '../wire/kafkajs-parts.ts';
import { OPERATIONS, type Operation } from './operations.ts';

/** Kafka's numbers of its resources and patterns: org.apache.kafka.common.resource and .acl. */
const RESOURCES = {
  topic: 2,
  group: 3,
  cluster: 4,
  'transactional-id': 5,
  'delegation-token': 6,
  user: 7,
} as const;
const PATTERNS = { literal: 3, prefixed: 4 } as const;
const PERMISSIONS = { deny: 2, allow: 3 } as const;
/** In a filter. */
const ANY = 1;
const NO_AUTHORIZER = 'SECURITY_DISABLED';

/** One rule of the cluster's authorizer: whom it concerns, on what, and what they may or may not do there. */
export interface Acl {
  /** `User:luton`; `User:*` is everybody. */
  readonly principal: string;
  readonly resource: keyof typeof RESOURCES;
  readonly name: string;
  /** `prefixed`: everything whose name begins so. The literal `*` is everything. */
  readonly pattern: keyof typeof PATTERNS;
  readonly operation: Operation;
  readonly permission: keyof typeof PERMISSIONS;
  /** Whence; `*`: from anywhere. */
  readonly host: string;
}

interface DescribeAnswer {
  readonly errorCode: number;
  readonly resources: readonly {
    readonly resourceType: number;
    readonly resourceName: string;
    readonly resourcePatternType: number;
    readonly acls: readonly {
      readonly principal: string;
      readonly host: string;
      readonly operation: number;
      readonly permissionType: number;
    }[];
  }[];
}

type Ask = <Answer>(api: string, values: object) => Promise<Answer>;

/** All of them; undefined: the cluster has no authorizer, and everybody may do everything. @throws LogError `unauthorized` */
export async function listAcls(ask: Ask): Promise<readonly Acl[] | undefined> {
  const answer = await ask<DescribeAnswer>('DescribeAcls', {
    ...{ resourceType: ANY, resourceName: null, resourcePatternType: ANY },
    ...{ principal: null, host: null, operation: ANY, permissionType: ANY },
  });
  const name = nameError(answer.errorCode);
  if (name === NO_AUTHORIZER) return undefined;
  if (name !== undefined) throw fromKafka(name, { ...CLUSTER, right: 'Describe' });
  return answer.resources.flatMap(({ resourceType, resourceName, resourcePatternType, acls }) =>
    acls.flatMap(({ principal, host, operation, permissionType }) => {
      const acl = {
        ...{ principal, host, name: resourceName },
        resource: nameOf(RESOURCES, resourceType),
        pattern: nameOf(PATTERNS, resourcePatternType),
        operation: nameOf(OPERATIONS, operation),
        permission: nameOf(PERMISSIONS, permissionType),
      };
      return isKnown(acl) ? [acl] : [];
    }),
  );
}

/** Adds rules; one that is there already stays. @throws LogError `unauthorized` */
export async function createAcls(cluster: Cluster, acls: readonly Acl[]): Promise<void> {
  if (acls.length === 0) return;
  const { creationResponses } = await cluster.ask<{
    readonly creationResponses: readonly { readonly errorCode: number }[];
  }>('CreateAcls', { creations: acls.map(encodeAcl) });
  refuseFailed(creationResponses);
}

/** Removes exactly these rules, as far as they are there. @throws LogError `unauthorized` */
export async function deleteAcls(cluster: Cluster, acls: readonly Acl[]): Promise<void> {
  if (acls.length === 0) return;
  const { filterResponses } = await cluster.ask<{
    readonly filterResponses: readonly { readonly errorCode: number }[];
  }>('DeleteAcls', { filters: acls.map(encodeAcl) });
  refuseFailed(filterResponses);
}

const encodeAcl = ({ principal, resource, name, pattern, operation, permission, host }: Acl) => ({
  ...{ principal, host, resourceName: name },
  resourceType: RESOURCES[resource],
  resourcePatternType: PATTERNS[pattern],
  operation: OPERATIONS[operation],
  permissionType: PERMISSIONS[permission],
});

/** What a refusal of one of these requests concerns. */
export const CLUSTER = { cluster: 'kafka-cluster' } as const;

function refuseFailed(answers: readonly { readonly errorCode: number }[]): void {
  for (const { errorCode } of answers) {
    const name = nameError(errorCode);
    if (name !== undefined) throw fromKafka(name, { ...CLUSTER, right: 'Alter' });
  }
}

/** Undefined for what a newer Kafka has and this program does not know. */
const nameOf = <Name extends string>(
  names: Readonly<Record<Name, number>>,
  code: number,
): Name | undefined => (Object.keys(names) as Name[]).find((name) => names[name] === code);

const isKnown = (acl: { readonly [Part in keyof Acl]: Acl[Part] | undefined }): acl is Acl =>
  Object.values(acl).every((part) => part !== undefined);
