import type { Profile } from '../profile.ts';
import { examine, type Finding } from './finding.ts';

const ANSWER_MS_MAX = 3_000;

/** Every service's readiness, the registry and the issuer. */
export function examineEndpoints(profile: Profile): Promise<readonly Finding[]> {
  const services = Object.entries(profile.services).map(([name, { url }]) =>
    examineService(name, url),
  );
  return Promise.all([
    ...services,
    examineAnswer('registry', `${profile.registry.url}/subjects`),
    examineAnswer('issuer', profile.auth.jwksUrl),
  ]);
}

interface Readiness {
  readonly parts?: readonly {
    readonly part: string;
    readonly ready: boolean;
    readonly reason?: string;
  }[];
}

/** No more records may be parked: what consumes waits, and nothing is dropped. */
const PARKED_FULL = 'parked-full';

function examineService(name: string, url: string): Promise<Finding> {
  const log = `logs/${name}.log in the stack’s folder`;
  const fix = `see why it ended in ${log}; then stop the stack and start it again`;
  return examine(name, fix, async () => {
    const response = await fetch(`${url}/health/ready`, {
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    });
    const { parts = [] } = (await response.json()) as Readiness;
    if (response.ok) return { ok: true, state: `ready (${parts.length} parts)` };
    const waiting = parts.filter(({ ready }) => !ready);
    return {
      ok: false,
      state: `waits for ${waiting.map(({ part, reason }) => `${part}${reason ? ` (${reason})` : ''}`).join(', ')}`,
      fix: waiting.some(({ reason }) => reason === PARKED_FULL)
        ? `it waits until less is parked: "npm run -s told -- parked list --service ${name}"`
        : `mend the parts named; more in ${log}`,
    };
  });
}

function examineAnswer(part: string, url: string): Promise<Finding> {
  return examine(part, 'start the stack again: "npm start"', async () => {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS_MAX) });
    return response.ok
      ? { ok: true, state: 'answers' }
      : { ok: false, state: `answers ${response.status}`, fix: 'restart the stack: "npm start"' };
  });
}
