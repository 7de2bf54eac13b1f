import {
  type Acl,
  type BrokerAccess,
  type ClusterAdmin,
  openClusterAdmin,
} from '@told/event-log-kafka';
import { readMembers, readTopicRules } from '../stack/infra.ts';
import { compareRights, type RightsPlan } from './compare-rights.ts';
import { listRights } from './list-rights.ts';

/** What was found and done; undefined: the cluster has no authorizer, so that everybody may do everything. */
export type AppliedRights = RightsPlan | undefined;

/**
 * Makes the users with their passwords, and grants and revokes until each may do what infra names and nothing else. Takes two
 * round trips when it is so already, and may be repeated; resolves when every broker goes by it. `access` is the administrator's.
 * Throws LogError, `unauthorized` when the login is none.
 */
export async function applyRights(
  access: BrokerAccess,
  passwords: Readonly<Record<string, string>>,
): Promise<AppliedRights> {
  const admin = openClusterAdmin(access);
  try {
    const [acls] = await Promise.all([admin.acls(), admin.putUsers(passwords)]);
    return await applyTo(admin, acls);
  } finally {
    await admin.close();
  }
}

async function applyTo(
  admin: ClusterAdmin,
  present: readonly Acl[] | undefined,
): Promise<AppliedRights> {
  if (present === undefined) return undefined;
  const plan = await planRights(present);
  await admin.changeAcls({ create: plan.grant, delete: plan.revoke });
  return plan;
}

/** How the rules of a cluster differ from infra. */
export async function planRights(present: readonly Acl[]): Promise<RightsPlan> {
  const members = await readMembers();
  return compareRights(listRights(readTopicRules(), members), present, members);
}
