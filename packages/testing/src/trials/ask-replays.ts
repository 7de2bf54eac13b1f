import { setTimeout as sleep } from 'node:timers/promises';
import type { Statement } from '@told/service';
import { createPoster } from '../load/post-json.ts';
import { inDatabase } from './operate.ts';
import type { RunningArea } from './start-area.ts';
import { tellUntilTaken } from './tell-wave.ts';

const AGENCY = 'central-bedfordshire';
const REASON = 'tried under faults';

// Any one will do, if only it is the same one in two areas.
const FIND_CASE: Statement = {
  name: 'trials_find_case_to_repeat',
  text: `SELECT case_reference AS "caseReference" FROM release WHERE agency = $1 AND kind = 'value' ORDER BY case_reference LIMIT 1`,
};

const COUNT_OPEN: Statement = {
  name: 'trials_count_open_replays',
  text: `SELECT count(*) FILTER (WHERE state = 'running') AS open, count(*) FILTER (WHERE state = 'failed') AS failed FROM replay`,
};

/** Looks at replays under way: a service that dies at each of its failpoints takes its time. */
const LOOKS_MAX = 600;
const LOOK_MS = 500;

/**
 * What a case was given is decided again, and delivered again with a second person's approval. Resolves once both are through. All must be
 * quiet: what is decided meanwhile would take other places.
 */
export async function askReplays(running: RunningArea): Promise<void> {
  type Found = { readonly caseReference: string };
  const [found] = await inDatabase(
    running,
    'gateway',
    async (db) => (await db.query<Found>(FIND_CASE, [AGENCY])).rows,
  );
  if (found === undefined) return;
  const filter = { agency: AGENCY, caseReference: found.caseReference };
  const poster = createPoster(2);
  const { area } = running;
  const post = async (as: string, path: string, body: object) =>
    poster.post(`${area.urlOf('gateway')}${path}`, JSON.stringify(body), {
      'content-type': 'application/json',
      authorization: `Bearer ${await area.tokenOf(as)}`,
    });
  const ask = async (request: object): Promise<string> => {
    const body = { ...request, filter, reason: REASON };
    const answer = await tellUntilTaken('a replay', () => post('auditor', '/v1/replays', body));
    return (JSON.parse(answer) as { readonly replayId: string }).replayId;
  };
  try {
    const replayId = await ask({ kind: 'redeliver' });
    // Approved by a request whose answer was lost, it waits for nobody any more.
    await tellUntilTaken(
      'an approval',
      () => post('operator', `/v1/replays/${replayId}/approval`, {}),
      [409],
    );
    await ask({ kind: 're-decide', asOf: 'then' });
  } finally {
    poster.close();
  }
  await waitUntilThrough(running);
}

async function waitUntilThrough(running: RunningArea): Promise<void> {
  type Counted = { readonly open: number; readonly failed: number };
  for (let look = 0; look < LOOKS_MAX; look += 1) {
    const [row] = await inDatabase(
      running,
      'gateway',
      async (db) => (await db.query<Counted>(COUNT_OPEN)).rows,
    );
    if (row !== undefined && row.failed > 0) throw new Error('a replay could not go on');
    if (row?.open === 0) return;
    await sleep(LOOK_MS);
  }
  throw new Error('a replay is not through yet');
}
