import { LogError } from '@told/event-log';
import { listLogUsers, readMembers } from '@told/stack';
import type { Profile } from '../profile.ts';
import { countApplicable, describeRights } from '../rights/describe-rights.ts';
import { compareRights, withAdmin } from '../rights/log-rights.ts';
import { examine, type Finding } from './finding.ts';

const PART = 'log: rights';

/** The rights on a Kafka that asks who comes against those that infra names. */
export async function examineRights({ log }: Profile): Promise<readonly Finding[]> {
  if (log.kind === 'embedded') return [];
  if (!log.login && !log.tls?.cert) return []; // it asks nobody
  const finding = await examine(PART, 'look at the line "log" here', async () => {
    const rights = await compareRights(log).catch(tellHidden);
    if (rights === 'hidden') return { ok: true, state: 'this login may not see them' };
    if (rights === 'open') return { ok: true, state: 'everybody may do everything' };
    const [first] = describeRights(rights);
    if (first !== undefined) {
      return {
        ok: false,
        state: first.slice(0, 3).join(' '),
        fix:
          countApplicable(rights) > 0
            ? 'run "npm run -s told -- topics apply"'
            : 'decide what "npm run -s told -- topics plan" shows',
      };
    }
    const users = await withAdmin(log, (admin) => admin.users());
    const missing = listLogUsers(await readMembers()).filter((user) => !users.includes(user));
    if (missing.length === 0) return { ok: true, state: 'as infra names them' };
    return {
      ok: false,
      state: `no login: ${missing.join(', ')}`,
      fix: 'an agency’s is made by "npm run -s told -- agencies apply", a service’s by the start of the stack',
    };
  });
  return [finding];
}

/** A profile may well be an agency's. */
function tellHidden(error: unknown): 'hidden' {
  if (error instanceof LogError && error.code === 'unauthorized') return 'hidden';
  throw error;
}
