import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, subjectKeyOf, type TestPerson } from '../../test/people.ts';
import { keepConsent } from '../consents/keep-consent.ts';
import { moveKeptChanges } from './merge-queries.ts';

let gateway: TestGateway;
let number = 0;
/** One person under two numbers: the older one ends. */
let older: TestPerson;
let newer: TestPerson;

beforeAll(async () => {
  gateway = await openTestGateway();
});
afterAll(() => gateway.close());
beforeEach(async () => {
  number += 1;
  older = makePerson(number);
  newer = makePerson(500_000 + number);
  await gateway.emptyOutbox();
});

const ctb = () => `CTB-${number}`;
const luton = () => ({
  ...{ person: newer, caseReference: `L-${number}` },
  ...{ agency: 'luton', capacity: 'ctb-claimant' },
});
/** Intake says that the older key stands for the newer one from now on. */
const end = (sequence: number) =>
  makeChange(older, sequence, { fact: 'identity', mergedInto: subjectKeyOf(newer) }, {});
const idOf = (person: TestPerson, sequence: number) => makeChange(person, sequence).change.changeId;
const annulment = (sequence: number, previousChangeId: string) =>
  makeChange(newer, sequence, { changeType: 'annulled', previousChangeId }, {});
const kept = () =>
  gateway.rows('SELECT change_id AS id FROM kept_change WHERE subject_key = ANY ($1::text[])', [
    [subjectKeyOf(older), subjectKeyOf(newer)],
  ]);
const subjects = () =>
  gateway.rows<{ key: string; into: string | null; since: number | null }>(
    'SELECT subject_key AS key, merged_into AS into, protected_since AS since FROM subject WHERE subject_key = ANY ($1::text[])',
    [[subjectKeyOf(older), subjectKeyOf(newer)]],
  );

describe('two keys that turn out to stand for one person', () => {
  test('have their cases moved to the surviving one, and each side is given what was told of the other', async () => {
    await gateway.register({ person: older, caseReference: ctb() }, luton());
    await gateway.decide(makeChange(older, 1), makeChange(newer, 1));
    await gateway.emptyOutbox();
    await gateway.decide(end(2));
    const { releases, decisions, interests } = await gateway.said();
    expect(interests).toMatchObject([
      { action: 'moved', caseReference: ctb(), subjectKey: subjectKeyOf(newer), version: 2 },
    ]);
    expect(
      releases.map((one) => [one.to, one.changeId, one.releaseSequence, one.backFill]),
    ).toEqual([
      ['central-bedfordshire', idOf(older, 2), 2, false],
      ['central-bedfordshire', idOf(newer, 1), 3, true],
      ['luton', idOf(older, 1), 2, true],
    ]);
    const again = decisions.filter((one) => one.cause === 'merged');
    expect(again.every((one) => one.subjectKey === subjectKeyOf(newer))).toBe(true);
    await gateway.decide(makeChange(newer, 2));
    expect((await gateway.said()).decisions.at(-1)?.recipients.map((one) => one.agency)).toEqual([
      'central-bedfordshire',
      'luton',
    ]);
  });

  test('are given no notice that was corrected under the surviving key before the other one ended', async () => {
    await gateway.register(luton());
    const corrected = makeChange(newer, 1, {
      ...{ changeType: 'corrected', previousChangeId: idOf(older, 1) },
    });
    // The partitions of two keys may be read in any order.
    await gateway.decide(makeChange(older, 1));
    await gateway.decide(corrected);
    await gateway.decide(end(2));
    expect((await gateway.said()).releases.map((one) => one.changeId)).toEqual([idOf(newer, 1)]);
    expect(await kept()).toEqual([{ id: idOf(newer, 1) }]);
  });

  test('are given no notice that was annulled under the surviving key before the other one ended, nor is a later case', async () => {
    await gateway.register(luton());
    await gateway.decide(makeChange(older, 1));
    await gateway.decide(annulment(1, idOf(older, 1)));
    await gateway.decide(end(2));
    await gateway.register({ person: newer, caseReference: ctb(), backFill: true });
    expect((await gateway.said()).releases.map((one) => one.changeType)).toEqual(['annulled']);
    expect(await kept()).toEqual([]);
  });

  test('are given no correction that was annulled under the surviving key before it was read itself', async () => {
    await gateway.register(luton());
    await gateway.decide(annulment(1, idOf(older, 2)));
    await gateway.decide(makeChange(older, 1));
    await gateway.decide(
      makeChange(older, 2, { changeType: 'corrected', previousChangeId: idOf(older, 1) }),
    );
    await gateway.decide(end(3));
    expect((await gateway.said()).releases.map((one) => one.changeType)).toEqual(['annulled']);
    expect(await kept()).toEqual([]);
  });

  test('are given what stands of a chain that one key alone was told of', async () => {
    await gateway.register(luton());
    await gateway.decide(makeChange(older, 1));
    await gateway.decide(
      makeChange(older, 2, { changeType: 'corrected', previousChangeId: idOf(older, 1) }),
    );
    await gateway.decide(end(3));
    expect((await gateway.said()).releases.map((one) => one.changeId)).toEqual([idOf(older, 2)]);
    expect(await kept()).toEqual([{ id: idOf(older, 2) }]);
  });

  test('have what is kept of them moved without a scan of everybody’s', async () => {
    await gateway.decide(makeChange(older, 1), makeChange(newer, 1));
    const [before, after] = await gateway.db.transaction(async (tx) => {
      const ask = (name: string, text: string) => tx.query<{ scans: number }>({ name, text });
      const countScans = async () =>
        (
          await ask(
            'test_scans',
            `SELECT seq_scan AS scans FROM pg_stat_xact_user_tables WHERE relname = 'kept_change'`,
          )
        ).rows;
      await ask('test_plans', 'SET LOCAL enable_seqscan = off');
      const counted = await countScans();
      await moveKeptChanges(tx, { from: subjectKeyOf(older), into: subjectKeyOf(newer) });
      return [counted, await countScans()];
    });
    expect(after).toEqual(before);
  });

  test('are merged once, however often that is told', async () => {
    await gateway.register({ person: older, caseReference: ctb() });
    await gateway.decide(makeChange(newer, 1), end(1));
    const before = (await gateway.said()).releases;
    await gateway.decide(end(2));
    expect((await gateway.said()).releases).toEqual(before);
    expect((await subjects()).find((one) => one.key === subjectKeyOf(older))?.into).toBe(
      subjectKeyOf(newer),
    );
  });

  test('go on to whoever stands for both by then', async () => {
    const newest = makePerson(700_000 + number);
    await gateway.register({ person: older, caseReference: ctb() });
    const ended = makeChange(newer, 1, { fact: 'identity', mergedInto: subjectKeyOf(newest) }, {});
    await gateway.decide(ended);
    await gateway.decide(end(1));
    await gateway.decide(makeChange(newest, 1));
    expect((await gateway.said()).decisions.at(-1)).toMatchObject({
      recipients: [{ caseReference: ctb(), verdict: 'trimmed' }],
    });
  });

  test('keep what protects either', async () => {
    const address = { role: 'moved-in', toPostcode: 'MK45 1AA', protected: true } as const;
    const rest = {
      ...{ fromUprn: null, fromLines: null, fromPostcode: null, toUprn: null, toLines: null },
      ...{ movedOutOn: null, movedInOn: null, tenure: null, rentPence: null, rentPeriod: null },
      liablePersons: null,
    };
    await gateway.decide(
      makeChange(older, 1, { fact: 'address' }, { address: { ...rest, ...address } }),
      end(2),
    );
    expect((await subjects()).find((one) => one.key === subjectKeyOf(newer))?.since).toBe(1);
  });

  const consent = (person: TestPerson, action: 'given' | 'withdrawn', on: string) =>
    gateway.db.transaction((tx) =>
      keepConsent(
        tx,
        {
          ...{ subjectKey: subjectKeyOf(person), recipient: 'luton', purpose: 'pre-filling-forms' },
          ...{ action, on, until: null, recordedBy: 'jobcentre' },
        },
        gateway.interests,
      ),
    );
  const form = (person: TestPerson) => ({ ...luton(), person, capacity: 'form-prefill' });

  test('keep a consent, and a later withdrawal reaches what was given before', async () => {
    await gateway.register(form(older));
    await consent(older, 'given', '2010-05-01');
    await gateway.decide(makeChange(older, 1), end(2), makeChange(newer, 1));
    await gateway.decide(makeChange(newer, 2));
    expect((await gateway.said()).releases.map((one) => one.changeId)).toEqual([
      idOf(older, 1),
      idOf(newer, 1),
      idOf(newer, 2),
    ]);
    await gateway.emptyOutbox();
    await consent(newer, 'withdrawn', '2010-05-12');
    expect((await gateway.said()).releases.map((one) => [one.kind, one.changeId])).toEqual([
      ['withdrawn', idOf(older, 1)],
      ['withdrawn', idOf(newer, 1)],
      ['withdrawn', idOf(newer, 2)],
    ]);
  });

  test('have no consent when it was withdrawn under either after it was given', async () => {
    await gateway.register(form(older));
    await consent(older, 'given', '2010-05-01');
    await gateway.decide(makeChange(older, 1));
    await gateway.emptyOutbox();
    await consent(newer, 'withdrawn', '2010-05-12');
    await gateway.decide(end(2), makeChange(newer, 1));
    const { releases, decisions } = await gateway.said();
    expect(releases).toMatchObject([{ kind: 'withdrawn', changeId: idOf(older, 1) }]);
    expect(decisions.at(-1)?.recipients).toMatchObject([
      { verdict: 'refused', reason: 'consent-withdrawn' },
    ]);
  });

  test('hold what waited, in its line', async () => {
    await gateway.register({ person: { ...older, birthDate: '1981-04-03' }, caseReference: ctb() });
    await gateway.decide(makeChange(older, 1), end(2));
    await gateway.decide(makeChange(newer, 1));
    const held = await gateway.rows<{ id: string }>(
      'SELECT change_id AS id FROM held_change WHERE case_reference = $1 ORDER BY place',
      [ctb()],
    );
    expect(held.map((one) => one.id)).toContain(idOf(newer, 1));
    expect(
      await gateway.rows(
        'SELECT DISTINCT subject_key AS key FROM kept_change WHERE change_id = ANY ($1::uuid[])',
        [held.map((one) => one.id)],
      ),
    ).toEqual([{ key: subjectKeyOf(newer) }]);
  });
});
