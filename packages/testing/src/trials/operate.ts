import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ClaimantChange, openCodec, readOrThrow } from '@told/codec';
import {
  createFileKeys,
  createOpenBodies,
  createSealBodies,
  type Database,
  openDatabase,
  type Statement,
} from '@told/service';
import { SERVICE_LIST } from '@told/stack';
import { createPoster, type Poster } from '../load/post-json.ts';
import type { OfficerCommand, Wave } from './make-wave.ts';
import type { RunningArea } from './start-area.ts';
import { tellUntilTaken } from './tell-wave.ts';

/** A key that waits for an operator. */
interface ParkedKey {
  readonly service: string;
  readonly stream: string;
  readonly key: string;
}

const PARK: Statement = {
  name: 'trials_park',
  text: `INSERT INTO parked_key (stream, key, reason, key_digest) VALUES ($1, $2, 'key-parked', $3) ON CONFLICT DO NOTHING`,
};

// Any one will do, if only it is the same one in two areas, of somebody of whom nothing else is told meanwhile: a later change would be in the
// log before the one that the log is given back.
const FIND_CHANGE: Statement = {
  name: 'trials_find_change',
  text: `SELECT a.change_id AS "changeId", s.last_sequence AS "lastSequence", a.value
         FROM accepted_change a JOIN subject s USING (subject_key)
         WHERE a.fact = 'income' AND a.change_type = 'created'
               AND NOT EXISTS (SELECT FROM known_case k WHERE k.subject_key = a.subject_key AND k.case_reference = ANY ($1::text[]))
         ORDER BY a.change_id LIMIT 1`,
};

const ACCEPT: Statement = {
  name: 'trials_accept',
  text: `WITH raised AS (UPDATE subject SET last_sequence = $3 WHERE subject_key = (SELECT subject_key FROM accepted_change WHERE change_id = $1))
         INSERT INTO accepted_change
         SELECT $2, agency, content_mac, subject_key, $3, fact, change_type, previous_change_id, occurred_on, notified_on, received_on, accepted_at, $4
         FROM accepted_change WHERE change_id = $1`,
};

/**
 * Gives the operators of an area something to do, before a wave is told: at every service a key of the wave's is parked, and the log lacks a change
 * that intake has accepted. Nobody else may be at work in the area.
 */
export async function makeTrouble(running: RunningArea, wave: Wave, number: number): Promise<void> {
  for (const { service, stream, key } of listKeys(wave.commands)) {
    await inDatabase(running, service, (db) => db.query(PARK, [stream, key, digestOf(key)]));
  }
  await inDatabase(running, 'intake', (db) => acceptUnsaid(running, db, { wave, number }));
}

/** What the operators do about it: release every key, and give the log what it lacks. Asked again until it is done. */
export async function clearTrouble({ area }: RunningArea, wave: Wave): Promise<void> {
  const poster = createPoster(4);
  const ask = async (service: string, route: string, body: object) =>
    poster.post(`${area.urlOf(service)}${route}`, JSON.stringify(body), {
      'content-type': 'application/json',
      authorization: `Bearer ${await area.tokenOf('operator')}`,
    });
  try {
    await Promise.all([
      ...listKeys(wave.commands).map(({ service, stream, key }) =>
        // Released by a request whose answer was lost, it is unknown to the next.
        tellUntilTaken(
          `the release of a key at ${service}`,
          () => ask(service, `/v1/parked/${stream}/${digestOf(key)}/release`, { reason: REASON }),
          [404],
        ),
      ),
      republish(ask),
    ]);
  } finally {
    poster.close();
  }
}

const REASON = 'tried under faults';
const REPUBLISH = '/v1/changes/republish';
const RUNS_MAX = 100;

type Ask = (service: string, route: string, body: object) => ReturnType<Poster['post']>;

async function republish(ask: Ask): Promise<void> {
  for (let run = 0; run < RUNS_MAX; run += 1) {
    const begun = await tellUntilTaken('a republication', () =>
      ask('intake', REPUBLISH, { reason: REASON }),
    );
    const { runId } = JSON.parse(begun) as { readonly runId: string };
    const answer = await tellUntilTaken('a republication’s going on', () =>
      ask('intake', `${REPUBLISH}/${runId}/continue`, {}),
    );
    const { state, missing } = JSON.parse(answer) as {
      readonly state: string;
      readonly missing: number;
    };
    if (state === 'done' && missing === 0) return;
    if (state === 'refused') throw new Error('intake does not know all changes of the log');
    await sleep(50);
  }
  throw new Error(`a republication found something missing ${RUNS_MAX} times`);
}

/** Under the key of each command something arrives at intake and at the office; of what gateway and audit are told by cases, outcomes are. */
const listKeys = (commands: readonly OfficerCommand[]): readonly ParkedKey[] =>
  commands.flatMap(({ service, agency, caseReference: key }): ParkedKey[] => [
    { service: 'intake', stream: `told.submissions.${agency}`, key },
    { service: 'gateway', stream: `told.outcomes.${agency}`, key },
    { service: 'audit', stream: `told.outcomes.${agency}`, key },
    { service, stream: `told.submission-results.${agency}`, key },
  ]);

/** Every case that the wave tells of. */
const listCases = ({ changes, commands }: Wave): readonly string[] => [
  ...changes.map(({ change }) => (change as { readonly caseReference: string }).caseReference),
  ...commands.map(({ caseReference }) => caseReference),
];

const DIGEST_DIGITS = 16;
const digestOf = (key: string): string =>
  createHash('sha256').update(key).digest('hex').slice(0, DIGEST_DIGITS);

/** A change that was accepted and is in neither outbox nor log, as when the log has lost it. */
async function acceptUnsaid(
  { stack }: RunningArea,
  db: Database,
  { wave, number }: { readonly wave: Wave; readonly number: number },
): Promise<void> {
  type Row = { readonly changeId: string; readonly lastSequence: number; readonly value: Buffer };
  const [row] = (await db.query<Row>(FIND_CHANGE, [listCases(wave)])).rows;
  if (row === undefined) return;
  const codec = await openCodec({
    registryUrl: stack.registry.url,
    uses: [{ topic: 'told.changes', schema: 'ClaimantChange' }],
  });
  const told = readOrThrow((await codec.decode('ClaimantChange', [row.value]))[0]);
  const changeId = `00000000-0000-5000-8000-${String(number).padStart(12, '0')}`;
  const changeSequence = row.lastSequence + 1;
  const body = await sealAgain(stack, told, changeId);
  const change: ClaimantChange = { ...told, changeId, changeSequence, body };
  const value = codec.encoder('ClaimantChange', 'told.changes')(change);
  await db.query(ACCEPT, [row.changeId, changeId, changeSequence, value]);
}

/** The body as intake would have sealed it for a change of this id: it opens nowhere else. */
async function sealAgain(
  { keyFiles }: RunningArea['stack'],
  told: ClaimantChange,
  changeId: string,
): Promise<Buffer> {
  if (keyFiles === undefined) return told.body;
  const keys = createFileKeys({ ...keyFiles, mayWrite: false });
  try {
    const [body] = await createOpenBodies(keys)([told]);
    if (body === undefined || typeof body === 'string') {
      throw new TypeError('intake has kept a body that does not open');
    }
    const [sealed] = await createSealBodies(keys)([{ ...told, changeId, body }]);
    return sealed ?? body;
  } finally {
    keys.close();
  }
}

/** Does something in the database of this service, as the superuser. */
export async function inDatabase<T>(
  { stack }: RunningArea,
  service: string,
  use: (db: Database) => Promise<T>,
): Promise<T> {
  const db = openDatabase({
    url: stack.adminUrl(databaseOf(service)),
    name: 'told-trials',
    max: 1,
  });
  try {
    return await use(db);
  } finally {
    await db.close();
  }
}

function databaseOf(service: string): string {
  const found = SERVICE_LIST.find(({ name }) => name === service);
  if (found === undefined) throw new TypeError(`there is no service ${service}`);
  return found.database;
}
