import { randomBytes } from 'node:crypto';
import type { Members } from '../../rights/list-rights.ts';
import { BUSINESS_DATE, listSecrets } from '../secret-names.ts';

const SECRET_BYTES = 32;
/** As the local stack begins: the pilot's financial year. */
const FIRST_BUSINESS_DATE = '2010-04-05';

/** The text of `.env` with what is missing added; what is there stays, whoever wrote it. Pure but for chance. */
export function completeEnvironment(kept: string, members: Members, now: Date): string {
  const present = new Set(
    kept.split('\n').flatMap((line) => /^\s*([A-Z][A-Z0-9_]*)=/.exec(line)?.[1] ?? []),
  );
  const wanted = [
    // Compose then starts the profile without being told.
    ['COMPOSE_PROFILES', 'core'],
    [BUSINESS_DATE, `${FIRST_BUSINESS_DATE}@${now.toISOString()}`],
    ...listSecrets(members).map((name) => [name, randomBytes(SECRET_BYTES).toString('base64url')]),
  ];
  const missing = wanted.filter(([name = '']) => !present.has(name));
  const begun = kept === '' || kept.endsWith('\n') ? kept : `${kept}\n`;
  return begun + missing.map(([name, value]) => `${name}=${value}\n`).join('');
}
