import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Address } from '@told/codec';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, subjectKeyOf, type TestPerson } from '../../test/people.ts';
import { failAt, openReplaying, type Replaying } from '../../test/replaying.ts';
import { settle } from '../../test/settle.ts';
import { keepConsent } from '../consents/keep-consent.ts';
import { decisionIdOf, interestIdOf } from '../ids.ts';
import { endInterest } from '../interests/end-interest.ts';
import { keepSuspension } from '../suspensions/keep-suspension.ts';

const COUNCIL = 'central-bedfordshire';
let gateway: TestGateway;
let replaying: Replaying;
let number = 0;
let asha: TestPerson;
let ctb: string;

beforeAll(async () => {
  gateway = await openTestGateway();
  replaying = openReplaying(gateway);
});
afterAll(() => gateway.close());
beforeEach(async () => {
  number += 1;
  asha = makePerson(number);
  ctb = `CTB-${number}`;
  await gateway.emptyOutbox();
});

const council = () => ({ person: asha, caseReference: ctb });
const form = () => ({ person: asha, caseReference: `F-${number}`, capacity: 'form-prefill' });
const consent = (action: 'given' | 'withdrawn') =>
  gateway.db.transaction((tx) =>
    keepConsent(
      tx,
      {
        ...{ subjectKey: subjectKeyOf(asha), recipient: COUNCIL, purpose: 'pre-filling-forms' },
        ...{ action, on: '2010-05-12', until: null, recordedBy: 'jobcentre' },
      },
      gateway.interests,
    ),
  );
const suspend = (action: 'suspended' | 'resumed', target: 'agreement' | 'agency', id: string) =>
  gateway.db.transaction((tx) =>
    keepSuspension(tx, { target, id, action, reason: 'x' }, gateway.interests),
  );
const end = (until: string) =>
  gateway.db.transaction((tx) =>
    endInterest(
      tx,
      { interestId: interestIdOf(COUNCIL, 'ctb-claimant', ctb), agency: COUNCIL, until },
      gateway.interests,
    ),
  );
const protect = () =>
  settle(gateway, [asha], (tx) =>
    tx.query(
      {
        name: `protect_${number}`,
        text: 'UPDATE subject SET protected_since = 1, protected_by = $2 WHERE subject_key = $1',
      },
      [subjectKeyOf(asha), 'luton'],
    ),
  );
const follow = (sequence: number, changeType: 'corrected' | 'annulled') =>
  makeChange(
    asha,
    sequence,
    { changeType, previousChangeId: makeChange(asha, 1).change.changeId },
    changeType === 'annulled' ? {} : undefined,
  );

const ofPerson = () => ({ subjectKey: subjectKeyOf(asha) });
const redecide = async (asOf: 'then' | 'now') => {
  const done = await replaying.run(
    await replaying.ask({ kind: 're-decide', asOf, filter: ofPerson() }),
  );
  return { done, differences: await replaying.differences(done) };
};
const rowsWritten = async () =>
  gateway.rows(`SELECT (SELECT count(*) FROM decision) AS decisions, (SELECT count(*) FROM release) AS releases,
                       (SELECT count(*) FROM outbox WHERE topic NOT LIKE 'told.actions.%') AS said`);

describe('as of then', () => {
  test('every decision comes out byte for byte, whatever has changed since', async () => {
    await gateway.register(council(), form(), { ...council(), agency: 'luton' });
    await consent('given');
    await replaying.tell(makeChange(asha, 1), follow(2, 'corrected'));
    await consent('withdrawn');
    await end('2010-05-01');
    await suspend('suspended', 'agreement', 'dwp-to-council-ctb');
    await suspend('suspended', 'agency', 'luton');
    await replaying.tell(makeChange(asha, 3), follow(4, 'annulled'));
    await suspend('resumed', 'agreement', 'dwp-to-council-ctb');
    await suspend('resumed', 'agency', 'luton');
    const before = await rowsWritten();
    const { done, differences } = await redecide('then');
    expect([done.state, done.counts, differences]).toEqual(['done', { equal: 4 }, []]);
    expect(await rowsWritten()).toEqual(before);
  });

  /** A second run on record like the first, but for what is said here. */
  const copyDecision = async (changed: object) => {
    const { changeId } = makeChange(asha, 1).change;
    const second = { run: 2, decision_id: decisionIdOf(changeId, 2) };
    for (const [table, written] of [
      ['decision', { ...second, ...changed }],
      ['decision_recipient', { run: 2 }],
    ] as const) {
      await gateway.rows(
        `INSERT INTO ${table} SELECT (jsonb_populate_record(d, $2::jsonb)).* FROM ${table} d WHERE change_id = $1 AND run = 1`,
        [changeId, JSON.stringify(written)],
      );
    }
  };

  test('says so when only the version of the rules is another one', async () => {
    await replaying.tell(makeChange(asha, 1));
    await copyDecision({ engine_version: '3' });
    const { done, differences } = await redecide('then');
    expect(done.counts).toEqual({ equal: 1, engine: 1 });
    expect(differences).toMatchObject([{ kind: 'engine', run: 2 }]);
  });

  test('names what is not on record as it was decided', async () => {
    await replaying.tell(makeChange(asha, 1));
    await copyDecision({ source_agency: 'luton' });
    const { done, differences } = await redecide('then');
    expect(done.counts).toEqual({ equal: 1, different: 1 });
    expect(differences).toMatchObject([{ kind: 'different', run: 2, fields: ['sourceAgency'] }]);
  });

  test('holds the record to its very bytes, though the rows say the same', async () => {
    await replaying.tell(makeChange(asha, 1));
    await copyDecision({});
    const { differences } = await redecide('then');
    // The number of the run is in the record.
    expect(differences).toMatchObject([{ kind: 'different', run: 2, fields: ['record'] }]);
  });

  test('does not guess what was not kept', async () => {
    await replaying.tell(makeChange(asha, 1));
    await copyDecision({ record_hash: null });
    const { done, differences } = await redecide('then');
    expect(done.counts).toEqual({ equal: 1, 'not-kept': 1 });
    expect(differences).toMatchObject([{ kind: 'not-kept', run: 2, causes: ['decided-before'] }]);
  });

  test('looks at one change alone, by its place on the log', async () => {
    await replaying.tell(makeChange(asha, 1), makeChange(asha, 2));
    const { changeId } = makeChange(asha, 2).change;
    const asked = await replaying.ask({ kind: 're-decide', asOf: 'then', filter: { changeId } });
    expect(asked.total).toBe(1);
    expect((await replaying.run(asked)).counts).toEqual({ equal: 1 });
  });
});

describe.each(['before', 'after'] as const)('killed %s a transaction of it', (when) => {
  test('a replay goes on, and counts each decision once', async () => {
    const people = Array.from({ length: 12 }, (_, at) => makePerson(number * 1_000 + at));
    for (const person of people) await replaying.tell(makeChange(person, 1));
    const [row] = await gateway.rows<{ decisions: number }>(
      'SELECT count(*) AS decisions FROM decision',
    );
    const asked = await replaying.ask({ kind: 're-decide', asOf: 'then', filter: {} });
    let tries = 0;
    for (let state = 'running'; state === 'running'; tries += 1) {
      // Each piece is judged in one transaction and kept in the next.
      const db = failAt(gateway.db, 2 + (tries % 2), when);
      const at = await replaying.read(asked);
      await replaying.run(at, { ...replaying.ports, db }).catch(() => undefined);
      state = (await replaying.read(asked)).state;
    }
    expect(tries).toBeGreaterThan(2);
    const { counts } = await replaying.read(asked);
    const {
      equal = 0,
      engine = 0,
      different = 0,
      'not-kept': lacking = 0,
    } = counts as Record<string, number>;
    expect(equal + engine + different + lacking).toBe(row?.decisions);
    expect((await replaying.differences(asked)).length).toBe(engine + different + lacking);
  });
});

describe('as of now', () => {
  test('finds nothing while nothing has changed', async () => {
    await gateway.register(council(), form());
    await consent('given');
    await replaying.tell(makeChange(asha, 1), follow(2, 'corrected'));
    expect((await redecide('now')).done.counts).toEqual({ equal: 2 });
  });

  const rules: readonly (readonly [string, () => Promise<unknown>, string])[] = [
    ['a consent that was withdrawn', () => consent('withdrawn'), 'consent'],
    ['an interest that has ended', () => end('2010-05-01'), 'interest'],
    [
      'an agreement that is suspended',
      () => suspend('suspended', 'agreement', 'dwp-to-council-ctb'),
      'suspension',
    ],
    ['an agency that is suspended', () => suspend('suspended', 'agency', COUNCIL), 'suspension'],
  ];
  test.each(rules)('names %s', async (_, change, cause) => {
    await gateway.register(council(), form());
    await consent('given');
    await replaying.tell(makeChange(asha, 1));
    await change();
    const before = await rowsWritten();
    const { done, differences } = await redecide('now');
    await suspend('resumed', 'agreement', 'dwp-to-council-ctb');
    await suspend('resumed', 'agency', COUNCIL);
    expect(done.counts['different']).toBeGreaterThan(0);
    expect(differences).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ agency: COUNCIL, causes: expect.arrayContaining([cause]) }),
      ]),
    );
    // What writes nothing is only what has been asked: two records of the two resumptions at most.
    const [was, is] = [before[0], (await rowsWritten())[0]];
    expect(is).toMatchObject({ ...was, said: expect.any(Number) });
  });

  test('names the protection of an address', async () => {
    await gateway.register(council());
    await replaying.tell(makeChange(asha, 1, { fact: 'address' }, { address: ADDRESS }));
    await protect();
    const { differences } = await redecide('now');
    expect(differences).toMatchObject([
      { fields: expect.arrayContaining(['withheld']), causes: ['protected-flag'] },
    ]);
  });

  test('names an interest that was registered since, and no other rule', async () => {
    await replaying.tell(makeChange(asha, 1));
    await gateway.register(council());
    const { differences } = await redecide('now');
    expect(differences).toMatchObject([
      { agency: COUNCIL, fields: ['recipient'], causes: ['interest'] },
    ]);
  });

  test('holds no value of the change in its report', async () => {
    await gateway.register(council());
    await replaying.tell(makeChange(asha, 1));
    await end('2010-05-01');
    const { done, differences } = await redecide('now');
    expect(JSON.stringify([done, differences])).not.toMatch(
      /Sample Stores|(?<![\da-f-])9280(?![\da-f-])/,
    );
  });
});

const ADDRESS: Address = {
  role: 'moved-in',
  fromUprn: null,
  fromLines: null,
  fromPostcode: null,
  toUprn: '000000199356',
  toLines: ['2 Sample Street', 'Luton'],
  toPostcode: 'LU1 3AA',
  movedOutOn: null,
  movedInOn: '2010-05-12',
  tenure: null,
  rentPence: null,
  rentPeriod: null,
  liablePersons: null,
  protected: null,
};
