import type { Acl } from '@told/event-log-kafka';
import type { RightsPlan } from '@told/stack';
import type { LogRights } from './log-rights.ts';

/** Rows as `describePlan` of topics has them: what is to be done, on what, for whom, and for drift the fix. */
export function describeRights(rights: LogRights): readonly string[][] {
  if (typeof rights === 'string') return [];
  const { grant, revoke, drift } = rights;
  return [
    ...gather(grant).map((acls) => ['grant', ...describeAll(acls), '']),
    ...gather(revoke).map((acls) => ['revoke', ...describeAll(acls), '']),
    ...gather(drift).map((acls) => ['drift', ...describeAll(acls), describeFix(acls)]),
  ];
}

/** Why there are none to apply; undefined: there are. */
export function describeAbsence(rights: LogRights): string | undefined {
  if (rights === 'embedded')
    return 'rights: none to apply; in an embedded log its database’s roles say who may do what';
  if (rights === 'open')
    return 'rights: none to apply; this cluster has no authorizer, and everybody may do everything';
  return undefined;
}

export const countApplicable = (rights: LogRights): number =>
  typeof rights === 'string' ? 0 : rights.grant.length + rights.revoke.length;

export const countDrift = (rights: LogRights): number =>
  typeof rights === 'string' ? 0 : rights.drift.length;

/** The same user's rules on the same thing together: they make one line. */
function gather(acls: RightsPlan['grant']): readonly (readonly [Acl, ...Acl[]])[] {
  const groups = Map.groupBy(acls, ({ principal, resource, pattern, name, permission, host }) =>
    [resource, pattern, name, principal, permission, host].join(' '),
  );
  return [...groups.values()] as unknown as readonly (readonly [Acl, ...Acl[]])[];
}

function describeAll(acls: readonly [Acl, ...Acl[]]): readonly string[] {
  const [{ principal, permission, host }] = acls;
  const operations = acls.map(({ operation }) => operation).join(', ');
  const from = host === '*' ? '' : ` from ${host}`;
  return [describePlace(acls[0]), `${principal} ${VERBS[permission]} ${operations}${from}`];
}

const VERBS = { allow: 'may', deny: 'is denied' } as const;

/** A topic is what a reader expects; everything else says what it is. */
function describePlace({ resource, pattern, name }: Acl): string {
  const all = pattern === 'prefixed' ? `${name}…` : name;
  return resource === 'topic' ? all : `${resource} ${all}`;
}

const describeFix = ([{ permission }]: readonly [Acl, ...Acl[]]): string =>
  permission === 'deny'
    ? 'somebody shut this door: remove the rule with Kafka’s own tools when its reason is over'
    : 'it reaches what is others’ too: narrow it with Kafka’s own tools';
