import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  addRetentionRoutes,
  createHealth,
  createHttpServer,
  createLogger,
  problem,
  type WantedAction,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import { type GatewayDatabase, openGatewayDatabase } from '../../test/gateway-database.ts';
import { RETENTION_RULES } from './rules.ts';

const NOW = Date.parse('2013-01-01T00:00:00Z');
const DAY_MICROS = 86_400_000_000;
const KEEP_DAYS = 100;
const HELD = 'a'.repeat(32);
const OTHER = 'b'.repeat(32);
const uuid = (tail: number): string => `00000000-0000-4000-8000-${String(tail).padStart(12, '0')}`;
const CHANGE_OF_HELD = uuid(901);
const CHANGE_OF_OTHER = uuid(902);

let database: GatewayDatabase;
let http: FastifyInstance;
let recorded: WantedAction[];
let held: readonly string[] | undefined;
/** Recording fails from this action on. */
let failsAt: number;

beforeAll(async () => {
  database = await openGatewayDatabase();
  http = await createHttpServer({
    config: { rateLimitPerSecond: 100_000, authTokenUrl: 'http://issuer.example/token' },
    logger: createLogger({ service: 'gateway', logLevel: 'silent' }),
    title: 'Told Once: gateway',
    auth: {
      verify: async (token) => ({
        ...{ agency: 'operator', clientId: 'operator' },
        scopes: new Set([token.replace('_', ':')]),
      }),
    },
    ready: createHealth(),
    checkAnswers: true,
  });
  addRetentionRoutes(http, {
    ...{ db: database.db, clock: { nowMs: () => NOW }, rules: RETENTION_RULES },
    async readHeld() {
      if (held === undefined) throw problem('dependency-unavailable');
      return held;
    },
    async record(_, action) {
      if (recorded.length + 1 >= failsAt) throw new Error('cut');
      recorded.push(action);
    },
  });
  await http.ready();
  for (const key of [HELD, OTHER]) {
    await database.rows('INSERT INTO subject (subject_key) VALUES ($1)', [key]);
  }
  await decide(CHANGE_OF_HELD, HELD);
  await decide(CHANGE_OF_OTHER, OTHER);
  await database.rows(
    `INSERT INTO interest (interest_id, version, agency, capacity, case_reference, subject_key, state, secret_version, from_on, changed_at_micros)
     VALUES ($1, 1, 'luton', 'ctb-claimant', 'LTN-HELD', $2, 'final', 1, '2010-01-01', 1)`,
    [uuid(903), HELD],
  );
});
afterAll(async () => {
  await http.close();
  await database.close();
});
beforeEach(async () => {
  recorded = [];
  failsAt = Number.POSITIVE_INFINITY;
  held = [];
  // Its login deletes nothing but by age.
  await database.rows(`UPDATE replay SET state = 'done', finished_at_micros = 0`);
  for (let more = true; more; ) more = (await run()).body.more;
  held = [HELD];
  recorded = [];
});

const decide = (changeId: string, subjectKey: string) =>
  database.rows(
    `INSERT INTO decision (change_id, run, decision_id, subject_key, subject_version, change_sequence, source_agency, fact, change_type, occurred_on,
       notified_on, received_on, accepted_at_micros, business_date, decided_at_micros, engine_version, agreement_set, root_change_id)
     VALUES ($1, 1, $1, $2, 1, 1, 'jobcentre', 'income', 'created', '2010-01-01', '2010-01-01', '2010-01-01', 1, '2010-01-01', 1, '1', 's', $1)`,
    [changeId, subjectKey],
  );

interface Wanted {
  readonly no: number;
  readonly filter?: object;
  readonly state?: string;
  readonly daysAgo?: number;
  /** A change that came out otherwise, and how often. */
  readonly differs?: string;
  readonly times?: number;
}
async function replayed({
  no,
  filter = {},
  state = 'done',
  daysAgo = KEEP_DAYS + 1,
  differs,
  times = 1,
}: Wanted): Promise<void> {
  const finished = state === 'running' ? null : NOW * 1_000 - daysAgo * DAY_MICROS;
  await database.rows(
    `INSERT INTO replay (replay_id, kind, request, preview, reason, state, asked_by, asked_at_micros, remaining, total, finished_at_micros)
     VALUES ($1, 're-decide', $2, '{}', 'r', $3, 'auditor', 1, '{}', 0, $4)`,
    [uuid(no), JSON.stringify({ kind: 're-decide', filter }), state, finished],
  );
  if (differs === undefined) return;
  await database.rows(
    `INSERT INTO replay_difference (replay_id, kind, change_id, fields, causes)
     SELECT $1, 'different', $2, '[]', '[]' FROM generate_series(1, $3::integer)`,
    [uuid(no), differs, times],
  );
}

async function run(more: object = {}, token = 'retention_run') {
  const answer = await http.inject({
    ...{ method: 'POST', url: '/v1/retention/runs', headers: { authorization: `Bearer ${token}` } },
    payload: { table: 'replay', keepDays: KEEP_DAYS, dryRun: false, reason: 'the year', ...more },
  });
  return { status: answer.statusCode, body: answer.json() };
}
async function left(): Promise<readonly string[]> {
  const rows = await database.rows<{ id: string }>('SELECT replay_id AS id FROM replay ORDER BY 1');
  return rows.map(({ id }) => id);
}

describe('what is older than it is kept', () => {
  test('is deleted once it has ended, and nothing younger', async () => {
    await replayed({ no: 1 });
    await replayed({ no: 2, state: 'failed' });
    await replayed({ no: 3, daysAgo: KEEP_DAYS - 1 });
    await replayed({ no: 4, state: 'running' });
    expect((await run()).body).toEqual({ table: 'replay', rows: 2, oldest: null, more: false });
    expect(await left()).toEqual([uuid(3), uuid(4)]);
    expect(recorded).toMatchObject([
      {
        ...{ action: 'rows-deleted', stream: 'replay', records: 2, actor: 'operator' },
        ...{ reason: 'the year', target: { kind: 'agency', id: 'operator' } },
      },
    ]);
    expect((await run()).body.rows).toBe(0);
    expect(recorded).toHaveLength(1);
  });

  test('is only counted in a dry run, with the age of the oldest', async () => {
    await replayed({ no: 1, daysAgo: 365 });
    await replayed({ no: 2 });
    expect((await run({ dryRun: true })).body).toEqual({
      ...{ table: 'replay', rows: 2, oldest: '2012-01-02T00:00:00.000Z', more: false },
    });
    expect([await left(), recorded]).toEqual([[uuid(1), uuid(2)], []]);
  });

  test('stays while it is about somebody who is held: asked for, or found', async () => {
    const named = [
      { subjectKey: HELD },
      { agency: 'luton', caseReference: 'LTN-HELD' },
      { changeId: CHANGE_OF_HELD },
    ];
    for (const [no, filter] of named.entries()) await replayed({ no: no + 1, filter });
    await replayed({ no: 4, differs: CHANGE_OF_HELD });
    await replayed({ no: 5, differs: CHANGE_OF_OTHER });
    await replayed({ no: 6, filter: { subjectKey: OTHER } });
    expect((await run({ dryRun: true })).body.rows).toBe(2);
    await run();
    expect(await left()).toEqual([1, 2, 3, 4].map(uuid));
    held = [];
    await run();
    expect(await left()).toEqual([]);
  });

  test('stays while nobody can say who is held', async () => {
    await replayed({ no: 1 });
    held = undefined;
    for (const dryRun of [true, false]) {
      expect(await run({ dryRun })).toMatchObject({
        status: 503,
        body: { code: 'dependency-unavailable' },
      });
    }
    expect(await left()).toEqual([uuid(1)]);
  });

  test('goes in pieces, each on record with what it deleted, and goes on where it was cut', async () => {
    await replayed({ no: 1, differs: CHANGE_OF_OTHER, times: 2_500 });
    failsAt = 3;
    expect((await run()).status).toBe(500);
    // Two pieces are committed with their records; of the third, neither.
    expect(recorded.map(({ records }) => records)).toEqual([1_000, 1_000]);
    const count = 'SELECT count(*) AS count FROM replay_difference';
    expect(await database.rows(count)).toEqual([{ count: 500 }]);
    failsAt = Number.POSITIVE_INFINITY;
    expect((await run()).body).toMatchObject({ rows: 501, more: false });
    expect(await left()).toEqual([]);
  });
});

test.each([
  ['without the scope', {}, 'operations_write', 403],
  ['of a table that stays', { table: 'decision' }, undefined, 422],
  ['of what is young', { keepDays: 29 }, undefined, 422],
  ['with a person in the reason', { reason: 'QQ123456C asked' }, undefined, 422],
])('a run is refused %s', async (_, more, token, status) => {
  await replayed({ no: 1 });
  expect((await run(more, token)).status).toBe(status);
  expect(await left()).toEqual([uuid(1)]);
});

test.each(['replay', 'replay_difference', 'decision'])(
  'the gateway’s login can delete nothing of %s by itself',
  async (table) => {
    await expect(database.rows(`DELETE FROM ${table}`)).rejects.toMatchObject({
      details: { sqlState: '42501' },
    });
  },
);
