import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { StoredRecord } from '@told/event-log';
import fc from 'fast-check';
import { given, type TestRecipient } from '../../test/make-history.ts';
import { openReconciliation, type TestReconciliation } from '../../test/open-reconciliation.ts';
import { describeGap } from '../entries/describe-gap.ts';

let open: TestReconciliation;
beforeAll(async () => {
  open = await openReconciliation();
});
afterAll(() => open.close());

const RUNS = { numRuns: 12 };

interface Made {
  readonly record: StoredRecord;
  /** Only the hole in the log shows that it is gone: nothing that is left refers to it. */
  readonly isLast: boolean;
}

const recipient = fc.record({
  agency: fc.constantFrom('luton', 'jobcentre'),
  verdict: fc.constantFrom('release', 'trimmed', 'refused', 'hold', 'own', 'do-not-rely'),
  answers: fc.integer({ min: 1, max: 3 }),
});
/** Changes, each with its runs, each with its recipients; in which order they are read, and how many at a time. */
const history = fc.record({
  changes: fc.array(
    fc.array(fc.array(recipient, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
    { minLength: 1, maxLength: 4 },
  ),
  order: fc.infiniteStream(fc.nat()),
  portion: fc.integer({ min: 1, max: 9 }),
  pieces: fc.integer({ min: 1, max: 4 }),
  lost: fc.nat(),
});
type Told = typeof history extends fc.Arbitrary<infer T> ? T : never;

function make({ changes }: Told): readonly Made[] {
  const { told, decided, answered } = open.history;
  let release = 0;
  return changes.flatMap((runs, of): Made[] => [
    { record: told(of), isLast: false },
    ...runs.flatMap((recipients, at): Made[] => {
      const answers: Made[] = [];
      const described = recipients.map((one): TestRecipient => {
        if (['refused', 'hold', 'own'].includes(one.verdict)) return one;
        release += 1;
        for (let no = 1; no <= one.answers; no += 1) {
          const isLast = no > 1 && no === one.answers;
          answers.push({ record: answered(one.agency, release, no), isLast });
        }
        const verdict = one.verdict === 'do-not-rely' ? 'refused' : one.verdict;
        return given(one.agency, release, { verdict });
      });
      const isLast = at > 0 && at === runs.length - 1 && answers.length === 0;
      return [{ record: decided(of, at + 1, described), isLast }, ...answers];
    }),
  ]);
}

/** Reads them in another order, as topics are read by themselves, and takes them in as they come. */
async function tell(records: readonly StoredRecord[], { order, portion, pieces }: Told) {
  await open.clear();
  const shuffled = records
    .map((record) => ({ record, place: order.next().value as number }))
    .sort((one, other) => one.place - other.place)
    .map(({ record }) => record);
  const size = Math.ceil(shuffled.length / pieces);
  for (let from = 0; from < shuffled.length; from += size) {
    await open.enter(...shuffled.slice(from, from + size));
    await open.fold(portion);
  }
}

test('whatever was told, in whatever order: it balances when nothing was lost', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (one) => {
      const made = make(one);
      await tell(
        made.map(({ record }) => record),
        one,
      );
      const { balanced, totals, kinds } = await open.report();
      expect({ balanced, kinds }).toEqual({ balanced: true, kinds: {} });
      const verdicts = one.changes.flat(2).map(({ verdict }) => verdict);
      const count = (...of: readonly string[]) => verdicts.filter((v) => of.includes(v)).length;
      expect(totals).toMatchObject({
        ...{ decided: verdicts.length, released: count('release'), trimmed: count('trimmed') },
        ...{ refused: count('refused', 'do-not-rely'), held: count('hold'), own: count('own') },
        ...{ answered: count('release', 'trimmed'), takenBack: count('do-not-rely') },
      });
    }),
    RUNS,
  );
});

test('one record that the log lost is seen, whichever it is', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (one) => {
      const made = make(one);
      const lost = made[one.lost % made.length] as Made;
      const left = made.filter((other) => other !== lost).map(({ record }) => record);
      await tell(left, one);
      if (!lost.isLast) expect((await open.report()).balanced).toBe(false);
      // What the consumer says when it goes over the hole.
      const { topic, partition, offset } = lost.record;
      const hole = { topic, partition, expected: offset, next: offset + 1n };
      await open.audit.enter([describeGap(hole)]);
      await open.sign();
      expect((await open.report()).kinds).toMatchObject({ 'records-lost': 1 });
    }),
    RUNS,
  );
});

test('one entry that somebody took out is seen, whichever it is', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (one) => {
      const made = make(one);
      await tell([], one);
      await open.enter(...made.map(({ record }) => record));
      await open.audit.asOwner(`DELETE FROM entry WHERE index = ${one.lost % made.length}`);
      await open.fold(one.portion);
      expect((await open.report()).kinds).toMatchObject({ 'entry-missing': 1 });
    }),
    RUNS,
  );
});
