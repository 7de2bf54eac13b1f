import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ClaimantChange } from '@told/codec';
import fc from 'fast-check';
import { openTwoNumbers, type TwoNumbers } from '../../test/two-numbers.ts';

/** One thing told; numbers and cases are few, so that they meet. */
type Telling =
  | { readonly does: 'tell'; readonly digit: number }
  | { readonly does: 'tell-new'; readonly digit: number; readonly to: number }
  | { readonly does: 'tell-by-case'; readonly place: number }
  | { readonly does: 'tell-in-case'; readonly place: number; readonly digit: number }
  | { readonly does: 'register'; readonly place: number; readonly digit: number | null };

const DIGITS = [1, 2, 3, 4] as const;
const PLACES = [1, 2] as const;
const RUNS = 25;

let people: TwoNumbers;
beforeAll(async () => {
  people = await openTwoNumbers([
    { version: 1, secret: 'the first secret of the area for tests' },
    { version: 2, secret: 'the second secret of the area for tests' },
  ]);
});
afterAll(() => people.close());

const digit = fc.constantFrom(...DIGITS);
const place = fc.constantFrom(...PLACES);
const telling: fc.Arbitrary<Telling> = fc.oneof(
  fc.record({ does: fc.constant('tell' as const), digit }),
  fc.record({ does: fc.constant('tell-new' as const), digit, to: digit }),
  fc.record({ does: fc.constant('tell-by-case' as const), place }),
  fc.record({ does: fc.constant('tell-in-case' as const), place, digit }),
  fc.record({ does: fc.constant('register' as const), place, digit: fc.option(digit) }),
);

const asha = { surname: 'Sample', forename: 'Asha', birthDate: '1980-02-29' };
let runs = 0;
const ours = (at: number) => ({ agency: 'jobcentre', caseReference: `P-${runs}-${at}` });

/** Whatever is answered, nothing may break. */
async function tell(name: string, change: Parameters<TwoNumbers['intakeTell']>[1]): Promise<void> {
  const { status } = await people.intakeTell(name, change);
  expect([202, 409, 422]).toContain(status);
}

function play(one: Telling, name: string): Promise<unknown> {
  const more = 'place' in one ? { caseReference: ours(one.place).caseReference } : {};
  switch (one.does) {
    case 'tell':
    case 'tell-in-case':
      return tell(name, people.changeOf(one.digit, more));
    case 'tell-new':
      return tell(name, people.newNumber(one.digit, one.to));
    case 'tell-by-case':
      return tell(name, people.changeOf(null, more));
    case 'register': {
      const nino = one.digit === null ? null : people.ninoOf(one.digit);
      return people.register({ ...asha, nino }, ours(one.place));
    }
  }
}

/** Key → its changes, in the order of the log. */
function historiesOf(changes: readonly ClaimantChange[]) {
  const histories = new Map<string, ClaimantChange[]>();
  for (const change of changes) {
    histories.set(change.subjectKey, [...(histories.get(change.subjectKey) ?? []), change]);
  }
  return histories;
}

async function check(): Promise<void> {
  const histories = historiesOf(await people.published());
  const ended = new Set<string>();
  for (const [key, changes] of histories) {
    expect(changes.map(({ changeSequence }) => changeSequence)).toEqual(
      changes.map((_, index) => index + 1),
    );
    const ends = changes.filter(({ mergedInto }) => mergedInto !== null);
    if (ends.length > 0) ended.add(key);
    // It ends once, and nothing comes after.
    expect(ends).toEqual(ends.length === 0 ? [] : changes.slice(-1));
  }
  const goesOnAs = (key: string): string => {
    const into = histories.get(key)?.at(-1)?.mergedInto ?? null;
    return into === null ? key : goesOnAs(into);
  };
  for (const number of DIGITS) {
    const nino = people.ninoOf(number);
    const { subjectKey } = await people.find({ nino });
    expect(ended.has(subjectKey ?? '')).toBe(false);
    // Whatever of the number's keys has ever been on the log, the person is the one it goes on as.
    const own = [people.keyOf(number, 0), people.keyOf(number, 1)].filter((k) => histories.has(k));
    expect(own.length).toBeLessThanOrEqual(1);
    for (const key of own) expect(subjectKey).toBe(goesOnAs(key));
  }
}

test('however tellings interleave, every person has one key, and every key one dense history', async () => {
  const rounds = fc.array(fc.array(telling, { minLength: 1, maxLength: 5 }), {
    minLength: 1,
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(rounds, async (played) => {
      await people.next();
      runs += 1;
      for (const [round, tellings] of played.entries()) {
        await Promise.all(tellings.map((one, at) => play(one, `p-${runs}-${round}-${at}`)));
      }
      await check();
    }),
    { numRuns: RUNS },
  );
});
