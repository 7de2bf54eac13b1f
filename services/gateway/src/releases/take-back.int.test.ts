import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Codec, createLocalSource, NO_FACTS, openCodecFrom, type Release } from '@told/codec';
import { createMemoryLog, type MemoryLog } from '@told/event-log';
import { createPublisher, eventHeaders, type Publisher, startRelay } from '@told/service';
import { type GatewayDatabase, openGatewayDatabase } from '../../test/gateway-database.ts';
import { EARNINGS } from '../../test/people.ts';
import { codecUsesFor } from '../topics.ts';
import { takeBack, type WantedBack } from './take-back.ts';

const AGENCY = 'luton';
const TOPIC = `told.releases.${AGENCY}`;
const KEY = '0'.repeat(32);
const STATUTE = { agreement: 'dwp-to-council', version: 2, hash: 'a'.repeat(64) };
const CONSENT = { agreement: 'prefill', version: 1, hash: 'b'.repeat(64) };
const clock = { nowMs: () => Date.parse('2010-05-20T10:00:00Z') };

let database: GatewayDatabase;
let log: MemoryLog;
let codec: Codec;
let publisher: Publisher;
let number = 0;

beforeAll(async () => {
  database = await openGatewayDatabase();
  log = createMemoryLog();
  const uses = codecUsesFor([AGENCY]);
  await log.createTopics(
    uses.flatMap((use) =>
      'topic' in use ? [{ name: use.topic, partitions: 1, retentionMs: null }] : [],
    ),
  );
  codec = await openCodecFrom(createLocalSource(), uses);
  publisher = await createPublisher({ log });
  await database.rows('INSERT INTO subject VALUES ($1)', [KEY]);
  for (const { agreement, version, hash } of [STATUTE, CONSENT]) {
    await database.rows(
      `INSERT INTO agreement (hash, agreement_id, version, set_id, title, basis_type, citation, link, note, sender_sees)
       VALUES ($1, $2, $3, '2010', '', '', '', '', '', 'nothing')`,
      [hash, agreement, version],
    );
  }
});
afterAll(async () => {
  await log.close();
  await database.close();
});
beforeEach(async () => {
  number += 1;
  await database.rows('DELETE FROM outbox');
});

const uuid = (kind: number, of: number) =>
  `0000000${kind}-0000-4000-8000-${String(number * 100 + of).padStart(12, '0')}`;
const caseReference = () => `CTB-${number}`;
const idOf = (sequence: number) => uuid(1, sequence);

/** A release as deciding leaves it: the employer rests on consent, the rest on statute. */
async function release(sequence: number, over: Partial<Release> = {}): Promise<Release> {
  const made: Release = {
    releaseId: idOf(sequence),
    releaseSequence: sequence,
    caseReference: caseReference(),
    capacity: 'ctb-claimant',
    kind: 'value',
    changeId: uuid(2, sequence),
    sourceAgency: 'jobcentre',
    fact: 'income',
    changeType: 'created',
    previousChangeId: null,
    occurredOn: '2010-05-12',
    notifiedOn: '2010-05-13',
    receivedOn: '2010-05-13',
    usedOn: '2010-05-13',
    usedFor: 'jsa-ib',
    evidence: { level: 'seen', documents: [] },
    basis: [STATUTE, CONSENT].map(({ agreement, version }) => ({ agreement, version })),
    withheld: [{ field: 'income.pensionContributionPence', reason: 'not-in-agreement' }],
    backFill: false,
    redeliveryOf: null,
    takesBack: null,
    releasedAt: 0,
    ...NO_FACTS,
    income: { ...EARNINGS, pensionContributionPence: null },
    dutyDischarged: null,
    ...over,
  };
  const { changeId } = made;
  const given = JSON.stringify([
    { hash: STATUTE.hash, fields: ['income.netPence', 'income.payPeriod'] },
    { hash: CONSENT.hash, fields: ['income.employer'] },
  ]);
  await database.db.transaction(async (tx) => {
    const run = (name: string, text: string, values: readonly unknown[]) =>
      tx.query({ name: `test_make_${name}`, text }, values);
    await run(
      'case',
      `INSERT INTO release_case VALUES ($1, $2, $3)
       ON CONFLICT (agency, case_reference) DO UPDATE SET last_release_sequence = excluded.last_release_sequence`,
      [AGENCY, made.caseReference, sequence],
    );
    await run(
      'decision',
      `INSERT INTO decision (change_id, run, decision_id, subject_key, subject_version, change_sequence, source_agency, fact, change_type,
         occurred_on, notified_on, received_on, accepted_at_micros, business_date, decided_at_micros, engine_version, agreement_set, root_change_id)
       VALUES ($1, 1, $1, $2, 1, 1, 'jobcentre', 'income', 'created', '2010-05-12', '2010-05-13', '2010-05-13', 0, '2010-05-13', 0, '', '', $1)`,
      [changeId, KEY],
    );
    await run(
      'recipient',
      `INSERT INTO decision_recipient (change_id, run, recipient_no, agency, capacity, case_reference, interest_id, interest_version, verdict,
         matched, given, withheld, release_id)
       VALUES ($1, 1, 1, $2, 'ctb-claimant', $3, $1, 1, 'trimmed', 'nino', $4, '[]', $5)`,
      [changeId, AGENCY, made.caseReference, given, made.releaseId],
    );
    await run(
      'release',
      `INSERT INTO release (release_id, agency, case_reference, release_sequence, change_id, run, kind) VALUES ($1, $2, $3, $4, $5, 1, 'value')`,
      [made.releaseId, AGENCY, made.caseReference, sequence, changeId],
    );
    await publisher.publish(tx, [
      {
        topic: TOPIC,
        key: made.caseReference,
        value: codec.encoder('Release', TOPIC)(made),
        headers: eventHeaders({ id: made.releaseId, source: 'x', type: 'Release', timeMs: 0 }),
      },
    ]);
  });
  return made;
}

const wantBack = (sequence: number, over: Partial<WantedBack> = {}): WantedBack => ({
  releaseId: idOf(sequence),
  agency: AGENCY,
  caseReference: caseReference(),
  kind: 'withdrawn',
  fields: ['income.employer'],
  reason: 'consent-withdrawn',
  ...over,
});
const take = (...wanted: readonly WantedBack[]) =>
  database.db.transaction((tx) => takeBack(tx, { codec, publisher, clock }, wanted));

async function waiting(): Promise<readonly Release[]> {
  const rows = await database.rows<{ value: Buffer }>('SELECT value FROM outbox ORDER BY id');
  const decoded = await codec.decode(
    'Release',
    rows.map((row) => row.value),
  );
  return decoded.map((one) => {
    if (!one.ok) throw one.error;
    return one.value;
  });
}
const claim = () =>
  database.rows('UPDATE outbox_relay SET claimed_through = (SELECT max(id) FROM outbox)');
const kinds = async () =>
  (
    await database.rows<{ kind: string }>(
      'SELECT kind FROM release WHERE case_reference = $1 ORDER BY release_sequence',
      [caseReference()],
    )
  ).map((row) => row.kind);

describe('before the relay has claimed a release', () => {
  test('the fields go, are named with the reason, and their agreement is no basis any more', async () => {
    const made = await release(1);
    expect(await take(wantBack(1))).toEqual({ inPlace: 1, followed: 0 });
    const [left] = await waiting();
    expect(left).toEqual({
      ...made,
      income: { ...made.income, employer: null },
      basis: [{ agreement: 'dwp-to-council', version: 2 }],
      withheld: [...made.withheld, { field: 'income.employer', reason: 'consent-withdrawn' }],
    });
    expect(await kinds()).toEqual(['value']);
    expect(
      await database.rows('SELECT kind, fields, reason FROM taking_back WHERE release_id = $1', [
        idOf(1),
      ]),
    ).toEqual([{ kind: 'trimmed', fields: ['income.employer'], reason: 'consent-withdrawn' }]);
  });

  test('with nothing left it is void, at its place, without a value anywhere in its bytes', async () => {
    await release(1, {
      income: { ...allNull(EARNINGS), employer: 'Sample Stores Ltd' },
      evidence: { level: 'seen', documents: [] },
    });
    expect(await take(wantBack(1))).toEqual({ inPlace: 1, followed: 0 });
    const [left] = await waiting();
    expect(left).toMatchObject({
      ...{ releaseId: idOf(1), releaseSequence: 1, kind: 'void', income: null, basis: [] },
      ...{ usedOn: null, usedFor: null, evidence: { level: 'self-declared' } },
    });
    expect(await kinds()).toEqual(['void']);
    const [row] = await database.rows<{ value: Buffer }>('SELECT value FROM outbox');
    expect(row?.value.includes('Sample')).toBe(false);
  });

  test('what nobody may rely on is void', async () => {
    await release(1);
    await take(wantBack(1, { kind: 'do-not-rely', fields: [], reason: 'match-rejected' }));
    expect(await waiting()).toMatchObject([{ kind: 'void', income: null, releaseSequence: 1 }]);
    expect(await take(wantBack(1))).toEqual({ inPlace: 0, followed: 0 });
  });

  test('a field that it does not give changes nothing', async () => {
    const made = await release(1);
    const asked = wantBack(1, { fields: ['income.pensionContributionPence'] });
    expect(await take(asked)).toEqual({ inPlace: 0, followed: 0 });
    expect(await waiting()).toEqual([made]);
  });

  test('two withdrawals take their own fields each', async () => {
    await release(1);
    await take(wantBack(1));
    await take(wantBack(1, { fields: ['income.netPence'] }));
    expect(await waiting()).toMatchObject([{ income: { employer: null, netPence: null } }]);
  });
});

describe('once the relay has claimed it', () => {
  test('a release follows that names the fields and carries no value, at the next places of its case', async () => {
    await release(1);
    await release(2);
    await claim();
    expect(await take(wantBack(2), wantBack(1))).toEqual({ inPlace: 0, followed: 2 });
    const [, , ...following] = await waiting();
    expect(following).toMatchObject([
      { kind: 'withdrawn', takesBack: idOf(1), releaseSequence: 3, changeId: uuid(2, 1) },
      { kind: 'withdrawn', takesBack: idOf(2), releaseSequence: 4, changeId: uuid(2, 2) },
    ]);
    for (const one of following) {
      expect(one).toMatchObject({ ...NO_FACTS, basis: [], caseReference: caseReference() });
      expect(one.withheld).toEqual([{ field: 'income.employer', reason: 'consent-withdrawn' }]);
    }
    expect(await kinds()).toEqual(['value', 'value', 'withdrawn', 'withdrawn']);
  });

  test('and gone, one that nobody may rely on is followed once', async () => {
    await release(1);
    await database.rows('DELETE FROM outbox');
    const asked = wantBack(1, { kind: 'do-not-rely', fields: [], reason: 'match-rejected' });
    expect(await take(asked, asked)).toEqual({ inPlace: 0, followed: 1 });
    expect(await take(asked)).toEqual({ inPlace: 0, followed: 0 });
    expect(await waiting()).toMatchObject([
      { kind: 'do-not-rely', takesBack: idOf(1), releaseSequence: 2, withheld: [] },
    ]);
  });
});

test('a rolled back taking leaves the release as it was', async () => {
  const made = await release(1);
  const failing = database.db.transaction(async (tx) => {
    await takeBack(tx, { codec, publisher, clock }, [wantBack(1)]);
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  expect(await waiting()).toEqual([made]);
  expect(await take(wantBack(1))).toEqual({ inPlace: 1, followed: 0 });
});

test('whatever the relay does meanwhile, each field either never leaves or is followed by its withdrawal', async () => {
  const relay = startRelay({
    ...{ db: database.db, log, batchRecords: 2, linger: { maxMs: 0 } },
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  for (let sequence = 1; sequence <= 60; sequence++) {
    number += 1;
    await release(1);
    await take(wantBack(1));
  }
  while ((await database.rows('SELECT FROM outbox')).length > 0) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await relay.stop();
  const given = new Set<string>();
  const withdrawn = new Set<string>();
  let trimmed = 0;
  for await (const some of log.read({ topic: TOPIC, partition: 0, from: 0n })) {
    for (const one of await codec.decode(
      'Release',
      some.map(({ value }) => value),
    )) {
      if (!one.ok) throw one.error;
      if (one.value.takesBack !== null) withdrawn.add(one.value.takesBack);
      else if (one.value.income?.employer === null) trimmed += 1;
      else given.add(one.value.releaseId);
    }
  }
  expect(withdrawn).toEqual(given);
  expect(trimmed + given.size).toBe(60);
  // Both happened, or the race was none.
  expect(Math.min(trimmed, given.size)).toBeGreaterThan(0);
});

function allNull<T extends object>(of: T): { readonly [name in keyof T]: null } {
  return Object.fromEntries(Object.keys(of).map((name) => [name, null])) as {
    [name in keyof T]: null;
  };
}
