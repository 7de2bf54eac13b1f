import { LogError } from '@told/event-log';
import { type ClusterAdmin, openClusterAdmin } from '@told/event-log-kafka';
import { planRights, type RightsPlan } from '@told/stack';
import { CliError } from '../exit-codes.ts';
import type { Profile } from '../profile.ts';

/**
 * How the rights on a log differ from infra. `embedded`: the database's own roles say who may do what; `open`: the cluster has no
 * authorizer, and everybody may do everything.
 */
export type LogRights = RightsPlan | 'embedded' | 'open';

/** Compares, and with `apply` grants and revokes what differs; drift stays. Rejects with LogError. */
export async function compareRights(
  log: Profile['log'],
  { apply = false }: { readonly apply?: boolean } = {},
): Promise<LogRights> {
  if (log.kind === 'embedded') return 'embedded';
  return withAdmin(log, async (admin) => {
    const present = await admin.acls();
    if (present === undefined) return 'open';
    const plan = await planRights(present);
    if (apply) await admin.changeAcls({ create: plan.grant, delete: plan.revoke });
    return plan;
  });
}

/** Opens a cluster, as the profile's login, for one question. */
export async function withAdmin<T>(
  log: Extract<Profile['log'], { readonly kind: 'kafka' }>,
  ask: (admin: ClusterAdmin) => Promise<T>,
): Promise<T> {
  const admin = openClusterAdmin(log);
  try {
    return await ask(admin);
  } finally {
    await admin.close();
  }
}

/** What a command ends with that the log did not answer as it should; other errors as they are. */
export function describeLogFailure(error: unknown, { log }: Profile): unknown {
  if (!(error instanceof LogError)) return error;
  const document = { code: error.code, detail: error.message };
  if (error.code === 'unauthorized') {
    const fix = 'give a profile whose log is that of a login that may change topics and rights.';
    return new CliError('refused', `${error.message}\nFix: ${fix}`, { ...document, fix });
  }
  if (!error.retryable) return new CliError('failed', error.message, document);
  const where = log.kind === 'kafka' ? log.brokers.join(', ') : 'its database';
  const fix = '"npm run -s told -- doctor" says which part is down; then try again.';
  const message = `the log (${where}) does not answer: ${error.message}\nFix: ${fix}`;
  return new CliError('unavailable', message, { ...document, code: 'unavailable', fix });
}
