import { type Acl, keyOfAcl } from '@told/event-log-kafka';
import {
  ADMIN_USER,
  groupPrefixOf,
  listLogUsers,
  type Members,
  principalOf,
  type Right,
  toAcl,
} from './list-rights.ts';

/** How the rules of a cluster differ from the rights that infra names. */
export interface RightsPlan {
  /** Named by infra and not there. */
  readonly grant: readonly Acl[];
  /** On what is ours, or for a user of ours, and not named by infra. */
  readonly revoke: readonly Acl[];
  /** Concerns what is ours and what is others' too, or denies: a person decides. */
  readonly drift: readonly Acl[];
}

/** Topics of this product; a cluster may carry others, which are none of its business. */
const OUR_TOPICS = 'told.';
const EVERYTHING = '*';

/**
 * Compares what infra names with the rules that a cluster has. Rules on other programs' topics and groups stay, and those
 * of the administrator. Pure; each list in the order of its rules' texts.
 */
export function compareRights(
  rights: readonly Right[],
  present: readonly Acl[],
  members: Members,
): RightsPlan {
  const wanted = new Map(rights.map(toAcl).map((acl) => [keyOfAcl(acl), acl]));
  const there = new Map(present.map((acl) => [keyOfAcl(acl), acl]));
  const others = [...there]
    .filter(([key, { principal }]) => !wanted.has(key) && principal !== principalOf(ADMIN_USER))
    .map(([, acl]) => ({ acl, whose: judge(acl, members) }));
  const listOf = (whose: 'ours' | 'shared') =>
    sort(others.filter((one) => one.whose === whose).map(({ acl }) => acl));
  return {
    grant: sort([...wanted].filter(([key]) => !there.has(key)).map(([, acl]) => acl)),
    revoke: listOf('ours'),
    drift: listOf('shared'),
  };
}

/** `ours`: may be revoked without a thought for anybody else; `shared`: may not, and yet it reaches what is ours. */
function judge(acl: Acl, members: Members): 'ours' | 'shared' | 'others' {
  const isOurUser = listLogUsers(members).map(principalOf).includes(acl.principal);
  const reach = findReach(acl, members);
  if (reach === 'others') return 'others';
  if (acl.permission === 'deny') return 'shared'; // somebody has shut a door: no program opens it again
  return reach === 'ours' || isOurUser ? 'ours' : 'shared';
}

/** What a rule is about: only what is ours, that and more, or nothing of ours. */
function findReach(acl: Acl, members: Members): 'ours' | 'shared' | 'others' {
  const { resource, name, pattern } = acl;
  if (resource === 'topic') {
    if (name.startsWith(OUR_TOPICS)) return 'ours';
    return isCovering(acl, OUR_TOPICS) ? 'shared' : 'others';
  }
  if (resource === 'group') {
    const prefixes = members.agencies.map(groupPrefixOf);
    const isService = pattern === 'literal' && members.services.includes(name);
    if (isService || prefixes.some((prefix) => name.startsWith(prefix))) return 'ours';
    const groups = [...members.services, ...prefixes];
    return groups.some((group) => isCovering(acl, group)) ? 'shared' : 'others';
  }
  // Power over the cluster is power over what is ours; of others' it is their business.
  return listLogUsers(members).map(principalOf).includes(acl.principal) ? 'ours' : 'others';
}

const isCovering = ({ name, pattern }: Acl, ours: string): boolean =>
  pattern === 'prefixed' ? ours.startsWith(name) : name === EVERYTHING;

const sort = (acls: readonly Acl[]): readonly Acl[] =>
  acls.toSorted((one, other) => (keyOfAcl(one) < keyOfAcl(other) ? -1 : 1));
