import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { StoredRecord } from '@told/event-log';
import { given, type History, idOf, NOON } from '../../test/make-history.ts';
import { LEDGER_ID, signerOf } from '../../test/open-audit.ts';
import { openReconciliation, type TestReconciliation } from '../../test/open-reconciliation.ts';
import { reconcileRegularly } from './reconcile-regularly.ts';

let open: TestReconciliation;
let make: History;

beforeAll(async () => {
  open = await openReconciliation();
  make = open.history;
});
afterAll(() => open.close());
beforeEach(() => open.clear());

const NONE = {
  ...{ decided: 0, released: 0, trimmed: 0, refused: 0, held: 0, own: 0, answered: 0 },
  ...{ outstanding: 0, takenBack: 0, takenBackAnswered: 0, takenBackOutstanding: 0 },
  differences: 0,
};
const refused = { agency: 'jobcentre', verdict: 'refused' };

const SOUND = (): readonly StoredRecord[] => [
  make.told(1),
  make.decided(1, 1, [
    given('luton', 1),
    given('luton', 2, { verdict: 'trimmed' }),
    refused,
    { agency: 'jobcentre', verdict: 'hold' },
    { agency: 'jobcentre', verdict: 'own' },
  ]),
  make.answered('luton', 1),
  make.answered('luton', 2, 1, { kind: 'to-verify' }),
];

const CASES: readonly (readonly [string, () => readonly StoredRecord[], readonly string[]])[] = [
  ['nothing lost', SOUND, []],
  [
    'an outcome that comes twice, as after a relay’s crash',
    () => {
      const twice = make.answered('luton', 1);
      return [...SOUND(), twice];
    },
    [],
  ],
  ['an answer that follows to-verify', () => [...SOUND(), make.answered('luton', 2, 2)], []],
  ['answers before the decision, and that before the change', () => [...SOUND()].reverse(), []],
  [
    'nobody who holds a case',
    () => [make.told(1), make.decided(1, 1, [{ agency: null, verdict: 'refused' }])],
    [],
  ],
  [
    'a redelivery',
    () => [
      ...SOUND(),
      make.decided(1, 2, [given('luton', 3)], { cause: 'redelivered' }),
      make.answered('luton', 3),
    ],
    [],
  ],
  [
    'a hold that was confirmed',
    () => [
      make.told(1),
      make.decided(1, 1, [{ agency: 'luton', verdict: 'hold' }]),
      make.decided(1, 2, [given('luton', 1)], { cause: 'match-confirmed' }),
      make.answered('luton', 1),
    ],
    [],
  ],
  [
    'one who is told not to rely on it, and answers',
    () => [
      make.told(1),
      make.decided(1, 1, [given('luton', 1, { verdict: 'refused' })]),
      make.answered('luton', 1),
    ],
    [],
  ],
  ['a change that was not decided', () => [make.told(1)], ['undecided']],
  ['a release that was not answered', () => SOUND().slice(0, 3), ['outstanding']],
  [
    'one who is told not to rely on it, and does not answer',
    () => [make.told(1), make.decided(1, 1, [given('luton', 1, { verdict: 'refused' })])],
    ['taking-back-outstanding'],
  ],
  [
    'a decision on a change that nobody told',
    () => [make.decided(1, 1, [refused])],
    ['change-missing'],
  ],
  [
    'a second run without a first one',
    () => [make.told(1), make.decided(1, 2, [refused])],
    ['decision-missing'],
  ],
  [
    'a decision that was said again otherwise',
    () => [
      ...SOUND(),
      make.decided(1, 1, [given('luton', 1), given('luton', 9)], { decidedAt: NOON + 5 }),
    ],
    ['decided-twice'],
  ],
  [
    'a change that was told again otherwise',
    () => [...SOUND(), make.told(1, { acceptedAt: NOON + 5 })],
    ['told-twice'],
  ],
  [
    'one release of two decisions',
    () => [...SOUND(), make.decided(1, 2, [given('luton', 1)])],
    ['release-named-twice'],
  ],
  [
    'an answer to what nobody decided',
    () => [...SOUND(), make.answered('luton', 9)],
    ['answer-unexplained'],
  ],
  [
    'an answer of another agency',
    () => [...SOUND().slice(0, 3), make.answered('jobcentre', 2)],
    ['answer-unexplained', 'outstanding'],
  ],
  [
    'an answer for another place of the case',
    () => [
      ...SOUND().slice(0, 3),
      make.answered('luton', idOf('rel', 2), 1, { releaseSequence: 7 }),
    ],
    ['answer-unexplained', 'outstanding'],
  ],
  [
    'a second answer without a first one',
    () => [...SOUND().slice(0, 3), make.answered('luton', 2, 2)],
    ['answer-missing'],
  ],
  [
    'an answer that says otherwise under its number',
    () => [...SOUND(), make.answered('luton', 1, 1, { kind: 'disputed' })],
    ['answered-twice'],
  ],
  [
    'an answer with a number that none has',
    () => [...SOUND(), make.answered('luton', 1, 0), make.answered('luton', 1, 2_000_000)],
    ['answer-unfit', 'answer-unfit'],
  ],
  [
    'a release to an agency that nobody knows',
    () => [make.told(1), make.decided(1, 1, [given('elsewhere', 1)])],
    ['agency-unknown', 'outstanding'],
  ],
  [
    'a release without its id',
    () => [make.told(1), make.decided(1, 1, [{ agency: 'luton', verdict: 'release' }])],
    ['verdict-unfit'],
  ],
  [
    'a release of what is held',
    () => [make.told(1), make.decided(1, 1, [given('luton', 1, { verdict: 'hold' })])],
    ['verdict-unfit'],
  ],
  [
    'an answer that cannot be read',
    () => [...SOUND(), make.unreadable('told.outcomes.luton')],
    ['record-unreadable'],
  ],
  [
    'a consent that cannot be read: no part of it',
    () => [...SOUND(), make.unreadable('told.consents')],
    [],
  ],
];

describe('the report', () => {
  test.each(CASES)('of %s', async (_name, records, expected) => {
    await open.enter(...records());
    expect(await open.kinds()).toEqual(expected);
    const { balanced, totals, behind, kinds: counted } = await open.report();
    expect([balanced, behind, totals.differences]).toEqual([
      expected.length === 0,
      0,
      expected.length,
    ]);
    const sum = Object.values(counted as Record<string, number>).reduce((a, b) => a + b, 0);
    expect(sum).toBe(expected.length);
    expect(totals.decided).toBe(
      totals.released + totals.trimmed + totals.refused + totals.held + totals.own,
    );
  });

  test.each([1, 2, 3, 1_000])('is the same %d entries at a time', async (portion) => {
    await open.enter(...SOUND(), make.answered('luton', 9), make.told(2));
    await open.fold(portion);
    const { totals, items } = await open.report();
    const luton = { decided: 2, released: 1, trimmed: 1, answered: 2 };
    expect(items).toEqual([
      {
        ...NONE,
        day: '2010-05-12',
        agency: 'jobcentre',
        decided: 3,
        refused: 1,
        held: 1,
        own: 1,
        differences: 1,
      },
      { ...NONE, day: '2010-05-12', agency: 'luton', ...luton },
      { ...NONE, day: '2010-05-13', agency: 'luton', differences: 1 },
    ]);
    expect(totals).toMatchObject({ decided: 5, answered: 2, outstanding: 0, differences: 2 });
  });

  test('names each difference by its ids and its entry', async () => {
    await open.enter(...SOUND().slice(0, 3), make.answered('luton', 9));
    expect(await open.list()).toEqual([
      expect.objectContaining({
        ...{ kind: 'outstanding', standing: 'open', agency: 'luton', day: '2010-05-12' },
        ...{ releaseId: idOf('rel', 2), changeId: idOf('chg', 1), index: 1 },
        ...{ decisionId: idOf('dec', 1_001), ledgerId: LEDGER_ID },
        since: '2010-05-13T09:00:00.000Z',
      }),
      expect.objectContaining({
        ...{ kind: 'answer-unexplained', standing: 'wrong', agency: 'luton', day: '2010-05-13' },
        ...{ releaseId: idOf('rel', 9), number: 1, index: 3, decisionId: null },
      }),
    ]);
  });

  test('counts a day as London does', async () => {
    const late = { decidedAt: Date.parse('2010-05-12T23:30:00Z') * 1_000 };
    await open.enter(make.told(1), make.decided(1, 1, [given('luton', 1)], late));
    await open.enter(make.answered('luton', 1));
    expect((await open.report()).items.map((one: { day: string }) => one.day)).toEqual([
      '2010-05-13',
    ]);
  });

  test('says what a head does not cover as behind, never as an error', async () => {
    await open.enter(...SOUND().slice(0, 3));
    await open.audit.enter(await make.read([make.answered('luton', 2)]));
    expect(await open.kinds()).toEqual(['outstanding']);
    expect(await open.report()).toMatchObject({ size: 3, behind: 0, ledgerId: LEDGER_ID });
    await open.sign();
    expect(await open.report()).toMatchObject({ size: 4, balanced: true });
  });

  test('finds entries that somebody took out', async () => {
    await open.enter(...SOUND(), ...[2, 3, 4].map((of) => make.told(of)));
    await open.audit.asOwner('DELETE FROM entry WHERE index IN (4, 5)');
    expect(await open.list('?kind=entry-missing')).toEqual([
      expect.objectContaining({ index: 4, number: 2 }),
    ]);
  });

  test('counts each entry once, whoever takes it in', async () => {
    await open.enter(...SOUND());
    await open.fold(1);
    const more = Array.from({ length: 60 }, (_, of) => [
      make.told(10 + of),
      make.decided(10 + of, 1, [refused]),
    ]);
    await open.enter(...more.flat());
    await Promise.all([1, 2, 3].map(() => open.fold(2)));
    expect((await open.report()).totals).toMatchObject({
      decided: 65,
      refused: 61,
      differences: 0,
    });
  });

  test('goes on where the process before ended', async () => {
    await open.enter(...SOUND(), make.told(2));
    await open.fold();
    await open.enter(make.decided(2, 1, [refused]));
    const next = reconcileRegularly({
      ...{ db: open.audit.db, agencies: ['luton', 'jobcentre'], lookEveryMs: 2 ** 30 },
      logger: { warn: () => undefined } as never,
    });
    expect(await next.catchUp(60_000)).toMatchObject({ size: 6, behind: 0 });
    await next.stop();
    expect((await open.report()).totals).toMatchObject({ decided: 6, differences: 0 });
  });

  test('takes in what is entered while nobody asks', async () => {
    await open.enter(...SOUND());
    const alone = reconcileRegularly({
      ...{ db: open.audit.db, agencies: ['luton', 'jobcentre'], lookEveryMs: 20 },
      logger: { warn: () => undefined } as never,
    });
    while ((await open.audit.count('reconciled_day')) === 0) await sleep(20);
    await alone.stop();
    expect((await open.report()).balanced).toBe(true);
  });

  test('goes on over a ledger that follows another', async () => {
    await open.enter(...SOUND().slice(0, 3));
    await open.fold();
    // No head of the first one covers this.
    await open.audit.enter(await make.read([make.told(2)]));
    await open.audit.asOwner(
      `INSERT INTO ledger (no, id, size, roots) VALUES (2, '${LEDGER_ID}/2', 0, '{}')`,
    );
    const { text: key } = signerOf(`${LEDGER_ID}/2`).verifier;
    await open.audit.asOwner(
      `INSERT INTO ledger_key (ledger, no, key, since_micros) VALUES (2, 1, '${key}', 0)`,
    );
    await open.audit.enter(await make.read([make.answered('luton', 2)]));
    await open.sign(`${LEDGER_ID}/2`);
    expect(await open.kinds()).toEqual(['undecided']);
    expect(await open.report()).toMatchObject({ ledgerId: `${LEDGER_ID}/2`, size: 1, behind: 0 });
  });
});
