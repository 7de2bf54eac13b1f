import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readOrThrow } from '@told/codec';
import { partitionFor, recordDigest, type StoredRecord } from '@told/event-log';
import { type Relay, startRelay } from '@told/service';
import { type HttpIntake, openHttpIntake } from '../../test/http-intake.ts';
import { makeChange } from '../../test/open-intake.ts';

const TOPIC = 'told.changes';
const PARTITIONS = [0, 1, 2, 3];
const PERSONS = 30;
const REASON = { reason: 'the log lost its disk' };
const LOGGER = { info: () => undefined, warn: () => undefined, error: () => undefined };

let intake: HttpIntake;
let relay: Relay | undefined;
let block = 0;
const ninoOf = (person: number): string => `QQ${String(person).padStart(6, '0')}A`;
const lineOf = (key: string, person: number) =>
  JSON.stringify({ idempotencyKey: `${block}-${key}`, change: makeChange(ninoOf(person)) });
const tellAll = async (round: string, persons = PERSONS) => {
  const lines = Array.from({ length: persons }, (_, one) => lineOf(`${round}-${one}`, one));
  const { body } = await intake.tellLines(`${lines.join('\n')}\n`);
  expect(body.map((one: { status: string }) => one.status)).toEqual(lines.map(() => 'accepted'));
};
const waiting = async () => (await intake.waitingFor(TOPIC)).length;
const drain = async () => {
  while ((await intake.count('outbox')) > 0) await new Promise((done) => setTimeout(done, 10));
};
const start = () => {
  relay = startRelay({ db: intake.db, log: intake.log, logger: LOGGER });
};
const stop = async () => {
  await relay?.stop();
  relay = undefined;
};

beforeAll(async () => {
  intake = await openHttpIntake();
});
beforeEach(async () => {
  block += 1;
  start();
  await tellAll('first');
  await tellAll('second');
  await drain();
});
afterEach(async () => {
  intake.limits.outboxRecordsMax = 1_000;
  await stop();
});
afterAll(() => intake.close());

async function readLog(topic = TOPIC): Promise<readonly StoredRecord[]> {
  const found: StoredRecord[] = [];
  for (const partition of PARTITIONS) {
    for await (const some of intake.log.read({ topic, partition, from: 0n })) found.push(...some);
  }
  return found;
}
const digests = (records: readonly StoredRecord[]) =>
  records.map(({ key, value }) => recordDigest(key, value)).sort();
/** Whose change, and which of theirs, in the order of the log. */
async function readPlaces(): Promise<ReadonlyMap<string, readonly number[]>> {
  const records = await readLog();
  const values = await intake.codec.decode(
    'ClaimantChange',
    records.map(({ value }) => value),
  );
  const places = new Map<string, number[]>();
  for (const { subjectKey, changeSequence } of values.map(readOrThrow)) {
    places.set(subjectKey, [...(places.get(subjectKey) ?? []), changeSequence]);
  }
  return places;
}

async function republish(more: object = {}) {
  let { body } = await intake.operate('/v1/changes/republish', { ...REASON, ...more });
  for (let asked = 0; ['listing', 'reading', 'appending'].includes(body.state); asked += 1) {
    if (asked > 50) throw new Error('a run of this size is done long before');
    ({ body } = await intake.operate(`/v1/changes/republish/${body.runId}/continue`));
  }
  return body;
}

const lose = (share: number) => {
  for (const partition of PARTITIONS) {
    const { end } = bounds.get(partition) ?? { end: 0n };
    intake.log.truncate({ topic: TOPIC, partition }, BigInt(Math.floor(Number(end) * share)));
  }
};
const bounds = new Map<number, { readonly end: bigint }>();
beforeEach(async () => {
  for (const one of await intake.log.bounds(TOPIC)) bounds.set(one.partition, one);
});

describe('republishing what the log has lost', () => {
  test('finds nothing missing in a whole log, and appends nothing', async () => {
    const before = await readLog();
    expect(await republish()).toMatchObject({
      ...{ state: 'done', listed: before.length, read: before.length },
      ...{ unknown: 0, missing: 0, appended: 0 },
    });
    expect(await waiting()).toBe(0);
  });

  test('gives a log that lost its tail the same records again, each person’s in order, and says so', async () => {
    const before = await readLog();
    lose(0.4);
    const kept = (await readLog()).length;
    const run = await republish();
    const missing = before.length - kept;
    expect(run).toMatchObject({ state: 'done', read: kept, missing, appended: missing });
    await drain();
    const after = await readLog();
    expect(digests(after)).toEqual(digests(before));
    const byId = (records: readonly StoredRecord[]) =>
      new Map(records.map(({ headers }) => [String(headers['ce_id']), String(headers['ce_time'])]));
    expect(byId(after)).toEqual(byId(before));
    for (const sequences of (await readPlaces()).values()) {
      expect(sequences).toEqual(sequences.toSorted((one, other) => one - other));
    }
    for (const { key, partition } of after) expect(partition).toBe(partitionFor(key, 4));
    const actions = await intake.codec.decode(
      'Action',
      (await readLog('told.actions.intake')).map(({ value }) => value),
    );
    const told = actions.flatMap((one) =>
      one.ok && one.value.recordId === run.runId ? [one.value] : [],
    );
    expect(told.reduce((sum, one) => sum + (one.records ?? 0), 0)).toBe(missing);
    expect(told[0]).toMatchObject({
      ...{ action: 'changes-republished', targetKind: 'partition', actor: 'operator', ...REASON },
      target: expect.stringMatching(/^told\.changes\/[0-3]$/),
    });
  });

  test('gives a log that was made anew everything, and once', async () => {
    const before = await readLog();
    lose(0);
    expect(await republish()).toMatchObject({ state: 'done', read: 0, missing: before.length });
    await drain();
    expect(await republish()).toMatchObject({ state: 'done', missing: 0 });
    expect(digests(await readLog())).toEqual(digests(before));
  });

  test('does not take for lost what still waits for the log, or comes while it looks', async () => {
    await stop();
    await tellAll('third');
    expect(await republish()).toMatchObject({ state: 'done', missing: 0 });
    const { body } = await intake.operate('/v1/changes/republish', REASON);
    await tellAll('fourth');
    start();
    await drain();
    expect(await republish()).toMatchObject({ runId: body.runId, state: 'done', missing: 0 });
    const ids = (await readLog()).map(({ headers }) => String(headers['ce_id']));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('a dry run counts, appends nothing, tells of no action, and gives way', async () => {
    lose(0.5);
    const actions = (await readLog('told.actions.intake')).length;
    const { body } = await intake.operate('/v1/changes/republish', { ...REASON, dryRun: true });
    const dry = await republish({ dryRun: true });
    expect(dry).toMatchObject({ runId: body.runId, dryRun: true, state: 'done', appended: 0 });
    expect(dry.missing).toBeGreaterThan(0);
    expect([await waiting(), (await readLog('told.actions.intake')).length]).toEqual([0, actions]);
    const again = await intake.operate('/v1/changes/republish', { ...REASON, dryRun: true });
    const real = await intake.operate('/v1/changes/republish', REASON);
    expect(real.body.runId).not.toBe(again.body.runId);
    const refused = await intake.operate('/v1/changes/republish', { ...REASON, dryRun: true });
    expect([refused.status, refused.body.code]).toEqual([409, 'republish-under-way']);
    expect(await republish()).toMatchObject({ runId: real.body.runId, missing: dry.missing });
    await drain();
  });

  test('refuses to append to a log that holds what intake never accepted', async () => {
    const [one] = await readLog();
    lose(0.5);
    const at = { topic: TOPIC, partition: one?.partition ?? 0 };
    const value = Buffer.from('a change of a newer state of this database');
    const headers = { ce_id: one?.headers['ce_id'] ?? Buffer.from('') };
    await intake.log.append(at, [{ key: one?.key ?? Buffer.from('k'), value, headers }]);
    expect(await republish()).toMatchObject({ state: 'refused', unknown: 1, appended: 0 });
    expect(await waiting()).toBe(0);
    lose(0);
    expect(await republish()).toMatchObject({ state: 'done' });
    await drain();
  });

  test('looks for everything again when the log loses more meanwhile', async () => {
    const before = await readLog();
    lose(0.9);
    const { body } = await intake.operate('/v1/changes/republish', REASON);
    await rows(`UPDATE republish_run SET state = 'reading' WHERE run_id = '${body.runId}'`);
    await rows(
      `INSERT INTO republish_position SELECT p, 1000000, 2000000 FROM generate_series(0, 3) AS p`,
    );
    expect(await republish()).toMatchObject({ runId: body.runId, state: 'done' });
    await drain();
    expect(digests(await readLog())).toEqual(digests(before));
  });

  test('waits while the outbox is full, and goes on when there is room', async () => {
    lose(0);
    await stop();
    await tellAll('fifth', 1);
    // Set after the telling: how full the outbox is may be remembered for a moment, for the same limit.
    intake.limits.outboxRecordsMax = 1;
    const { body } = await intake.operate('/v1/changes/republish', REASON);
    const path = `/v1/changes/republish/${body.runId}/continue`;
    // A request works for a moment only: a slow machine needs several until one has something to append.
    let full = await intake.operate(path);
    while (['listing', 'reading'].includes(full.body.state)) full = await intake.operate(path);
    expect([full.status, full.body.code, full.headers['retry-after']]).toEqual([
      503,
      'outbox-full',
      '2',
    ]);
    intake.limits.outboxRecordsMax = 1_000;
    start();
    expect(await republish()).toMatchObject({ runId: body.runId, state: 'done' });
    await drain();
  });

  test('two who ask at once share one run, and nothing is appended twice', async () => {
    const before = await readLog();
    lose(0.8);
    const kept = (await readLog()).length;
    const [one, other] = await Promise.all([republish(), republish()]);
    expect([one.runId, one.read]).toEqual([other.runId, kept]);
    await drain();
    expect(digests(await readLog())).toEqual(digests(before));
  });

  test.each([
    ['a reason that names somebody', { reason: 'see QQ 12 34 56 C' }, 422, 'names-a-person'],
    ['no reason', {}, 422, 'invalid-request'],
  ])('refuses %s', async (_, body, status, code) => {
    const answer = await intake.operate('/v1/changes/republish', body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('is the operator’s alone', async () => {
    const answer = await intake.http.inject({
      ...{ method: 'POST', url: '/v1/changes/republish', payload: REASON },
      headers: { authorization: 'Bearer jobcentre' },
    });
    expect(answer.statusCode).toBe(403);
  });
});

const rows = (text: string) => intake.db.query({ name: `test_${text.slice(0, 50)}`, text });
