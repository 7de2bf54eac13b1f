import type { Acl, Operation } from '@told/event-log-kafka';

/** A topic of infra/topics.yaml, or a family of them: who writes and who reads it, by service or as `<agency>`, `<origin>`. */
export interface TopicRule {
  readonly name: string;
  readonly writers: readonly string[];
  readonly readers: readonly string[];
}

/** Who is on the bus. */
export interface Members {
  /** Ids of all agencies, whatever their state. */
  readonly agencies: readonly string[];
  readonly services: readonly string[];
}

/** What one user may do to one topic, or to groups. */
export interface Right {
  readonly user: string;
  readonly resource: 'topic' | 'group';
  readonly name: string;
  readonly pattern: Acl['pattern'];
  readonly operation: Operation;
}

/** The user that may change topics, users and rights; it needs no right that is listed here. */
export const ADMIN_USER = 'told-admin';

/** A service has a user of its own; an agency's user is its id. */
export const userOfService = (service: string): string => `told-${service}`;

/** Every user that has rights; the administrator is none of them. */
export const listLogUsers = ({ agencies, services }: Members): readonly string[] => [
  ...services.map(userOfService),
  ...agencies,
];

/**
 * All that each user may do; whatever is not here is denied. `Read` and `Write` imply Kafka's `Describe`, by which a topic is seen
 * at all. `DescribeConfigs` comes with either, since who uses a topic must learn how long it keeps its records, and asks that of
 * each topic it sees: refusals of it would drown those that mean something. Nobody may make, change or delete anything.
 *
 * An agency that joins or is suspended has the rights of every other: what it is told is decided by the gateway, and it must still
 * hear, and answer, that it is not to rely on what it was given before. Pure; in the order of the topics.
 */
export function listRights(topics: readonly TopicRule[], members: Members): readonly Right[] {
  return [
    ...topics.flatMap((rule) =>
      listOwners(rule.name, members).flatMap((owner) => listOnTopic(rule, owner, members)),
    ),
    ...members.services.map(
      (service): Right => ({
        ...{ user: userOfService(service), resource: 'group', operation: 'Read' },
        ...{ name: service, pattern: 'literal' },
      }),
    ),
    ...members.agencies.map(
      (agency): Right => ({
        ...{ user: agency, resource: 'group', operation: 'Read' },
        ...{ name: groupPrefixOf(agency), pattern: 'prefixed' },
      }),
    ),
  ];
}

/** An agency's groups begin so. No id has a dot, so that no agency's prefix is the beginning of another's. */
export const groupPrefixOf = (agency: string): string => `${agency}.`;

const AGENCY = '<agency>';
const ORIGIN = '<origin>';

/** Whose topics a family consists of; one that is no family is nobody's. */
function listOwners(
  name: string,
  { agencies, services }: Members,
): readonly (string | undefined)[] {
  if (name.includes(AGENCY)) return agencies;
  return name.includes(ORIGIN) ? [...services, ...agencies] : [undefined];
}

function listOnTopic(
  { name, writers, readers }: TopicRule,
  owner: string | undefined,
  members: Members,
): readonly Right[] {
  const topic = owner === undefined ? name : name.replace(AGENCY, owner).replace(ORIGIN, owner);
  const usersOf = (named: readonly string[]): readonly string[] =>
    named.flatMap((one) => {
      // Of a topic that is nobody's, every agency is meant.
      if (one === AGENCY && owner === undefined) return members.agencies;
      return findUser(one === AGENCY || one === ORIGIN ? owner : one, members);
    });
  const [writing, reading] = [usersOf(writers), usersOf(readers)];
  const users = [...new Set([...writing, ...reading])];
  return users.flatMap((user) => {
    const operations: readonly (Operation | false)[] = [
      writing.includes(user) && 'Write',
      reading.includes(user) && 'Read',
      'DescribeConfigs',
    ];
    return operations
      .filter((operation) => operation !== false)
      .map(
        (operation): Right => ({
          ...{ user, resource: 'topic', name: topic, pattern: 'literal', operation },
        }),
      );
  });
}

/** None for a service that is not of this release. */
function findUser(member: string | undefined, { agencies, services }: Members): readonly string[] {
  if (member === undefined) return [];
  if (services.includes(member)) return [userOfService(member)];
  return agencies.includes(member) ? [member] : [];
}

/** As a rule of the authorizer, from wherever its user comes. */
export const toAcl = ({ user, ...right }: Right): Acl => ({
  ...right,
  principal: principalOf(user),
  permission: 'allow',
  host: '*',
});

export const principalOf = (user: string): string => `User:${user}`;
