import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Release } from '@told/codec';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, subjectKeyOf, type TestPerson } from '../../test/people.ts';

let gateway: TestGateway;
/** Each test has a person and cases of its own. */
let asha: TestPerson;
let number = 0;
let ctb: string;

beforeAll(async () => {
  gateway = await openTestGateway();
});
afterAll(() => gateway.close());
beforeEach(async () => {
  number += 1;
  asha = makePerson(number);
  ctb = `CTB-${number}`;
  await gateway.emptyOutbox();
});

const council = () => ({ person: asha, caseReference: ctb });
const verdictsOf = async () =>
  (await gateway.said()).decisions.flatMap((one) =>
    one.recipients.map((to) => [to.agency, to.verdict, to.reason]),
  );

describe('holds', () => {
  test('a birth date that disagrees holds the change, and later ones of that case wait behind it, in the batch and after it', async () => {
    await gateway.register(council(), {
      agency: 'jobcentre',
      capacity: 'jsa-claimant',
      caseReference: `JSA-${ctb}`,
      person: asha,
    });
    const other = { ...asha, birthDate: '1981-04-03' };
    const source = { agency: 'central-bedfordshire', system: null, caseReference: 'elsewhere' };
    await gateway.decide(makeChange(other, 1, { source }), makeChange(asha, 2, { source }));
    await gateway.decide(makeChange(asha, 3, { source }));
    const toJobcentre = (await verdictsOf()).filter(([agency]) => agency === 'jobcentre');
    expect(toJobcentre).toEqual([
      ['jobcentre', 'hold', 'match-unconfirmed'],
      ['jobcentre', 'hold', 'behind-hold'],
      ['jobcentre', 'hold', 'behind-hold'],
    ]);
    expect((await gateway.said()).releases).toEqual([]);
  });

  test('another case of the same person flows on', async () => {
    await gateway.register(
      { ...council(), person: { ...asha, birthDate: '1981-04-03' } },
      { ...council(), caseReference: `${ctb}-b` },
    );
    await gateway.decide(makeChange(asha, 1));
    expect((await gateway.said()).releases.map((one) => one.caseReference)).toEqual([`${ctb}-b`]);
  });
});

describe('order', () => {
  const sequencesOf = (releases: readonly Release[]) =>
    releases.map((one) => [one.caseReference, one.releaseSequence]);

  test('sequences are dense for each case, over refusals and batches', async () => {
    await gateway.register(council());
    const refused = { source: { agency: 'luton', system: null, caseReference: null } };
    await gateway.decide(makeChange(asha, 1), makeChange(asha, 2, refused), makeChange(asha, 3));
    await gateway.decide(makeChange(asha, 4));
    expect(sequencesOf((await gateway.said()).releases)).toEqual([
      [ctb, 1],
      [ctb, 2],
      [ctb, 3],
    ]);
  });

  test('a change that comes twice is decided once', async () => {
    await gateway.register(council());
    await gateway.decide(makeChange(asha, 1), makeChange(asha, 1));
    await gateway.decide(makeChange(asha, 1));
    const { releases, decisions } = await gateway.said();
    expect([releases.length, decisions.length]).toEqual([1, 1]);
    expect(
      await gateway.rows('SELECT reason FROM parked_key WHERE key = $1', [subjectKeyOf(asha)]),
    ).toEqual([]);
    await gateway.decide(makeChange(asha, 2));
    expect((await gateway.said()).decisions).toHaveLength(2);
  });

  test('a gap parks the subject and nobody else', async () => {
    const ben = makePerson(500_000 + number);
    await gateway.register(council(), { person: ben, caseReference: `${ctb}-ben` });
    await gateway.decide(makeChange(asha, 2), makeChange(ben, 1), makeChange(asha, 1));
    expect(sequencesOf((await gateway.said()).releases)).toEqual([[`${ctb}-ben`, 1]]);
    expect(
      await gateway.rows('SELECT reason FROM parked_key WHERE stream = $1 AND key = $2', [
        'told.changes',
        subjectKeyOf(asha),
      ]),
    ).toEqual([{ reason: 'gap' }]);
  });

  test('a fork parks the subject', async () => {
    await gateway.register(council());
    await gateway.decide(makeChange(asha, 1));
    const forked = { changeId: '00000000-0000-4000-8000-000000000001' };
    await gateway.decide(makeChange(asha, 1, forked));
    expect((await gateway.said()).releases).toHaveLength(1);
    expect(
      await gateway.rows('SELECT reason FROM parked_key WHERE key = $1', [subjectKeyOf(asha)]),
    ).toEqual([{ reason: 'fork' }]);
  });
});

describe('what cannot be read', () => {
  const deadOf = () => gateway.rows('SELECT cause FROM dead_letter ORDER BY "offset" DESC LIMIT 1');

  test('is a dead letter, and its subject waits while others flow', async () => {
    const ben = makePerson(600_000 + number);
    await gateway.register(council(), { person: ben, caseReference: `${ctb}-ben` });
    const broken = { ...gateway.recordOf(makeChange(asha, 1)), value: Buffer.from('nonsense') };
    await gateway.db.transaction((tx) =>
      gateway.handle(tx, [
        broken,
        gateway.recordOf(makeChange(asha, 2)),
        gateway.recordOf(makeChange(ben, 1)),
      ]),
    );
    expect((await gateway.said()).releases.map((one) => one.caseReference)).toEqual([`${ctb}-ben`]);
    expect(await deadOf()).toEqual([{ cause: 'undecodable' }]);
  });

  test('waits for a schema that cannot be had: nothing is guessed, nobody is parked', async () => {
    const record = gateway.recordOf(makeChange(asha, 1));
    const value = Buffer.from(record.value);
    value.writeInt32BE(999_999, 1); // the schema id in the framing
    const deciding = gateway.db.transaction((tx) => gateway.handle(tx, [{ ...record, value }]));
    await expect(deciding).rejects.toMatchObject({ code: 'unknown-schema', retryable: true });
    expect(
      await gateway.rows('SELECT 1 FROM parked_key WHERE key = $1', [subjectKeyOf(asha)]),
    ).toEqual([]);
    expect((await gateway.said()).decisions).toEqual([]);
  });

  test('a body of bytes that are no body is a dead letter', async () => {
    const encode = gateway.codec.encoder('ClaimantChange', 'told.changes');
    const { change } = makeChange(asha, 1);
    const record = gateway.recordOf(makeChange(asha, 1));
    const value = encode({ ...change, body: Buffer.from([0, 0, 0, 0, 2, 9]) });
    await gateway.db.transaction((tx) => gateway.handle(tx, [{ ...record, value }]));
    expect(await deadOf()).toEqual([{ cause: 'undecodable' }]);
  });

  test('a change under another subject’s key is a dead letter', async () => {
    const record = gateway.recordOf(makeChange(asha, 1));
    const key = Buffer.from(subjectKeyOf(makePerson(700_000 + number)));
    await gateway.db.transaction((tx) => gateway.handle(tx, [{ ...record, key }]));
    expect(await deadOf()).toEqual([{ cause: 'key-mismatch' }]);
  });
});
