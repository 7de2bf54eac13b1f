import type { SeededRandom } from '../seeded-random.ts';
import { type LoadChange, lineOf } from './load-change.ts';

/** What a line becomes on its way out of an office, and what intake then says of it. */
const WAYS: readonly [Way, ...Way[]] = [
  { refusedAs: 'malformed-json', garble: (told) => lineOf(told).slice(0, -20) },
  {
    refusedAs: 'unknown-field',
    garble: (told) => lineOf({ ...told, change: { ...told.change, shoeSize: 9 } }),
  },
  {
    refusedAs: 'invalid-request',
    garble: (told) => lineOf({ ...told, change: { ...told.change, occurredOn: '2010-02-30' } }),
  },
  {
    refusedAs: 'invalid-request',
    garble: (told) => lineOf({ ...told, change: { ...told.change, changeType: 'made-up' } }),
  },
];

interface Way {
  readonly refusedAs: string;
  readonly garble: (told: LoadChange) => string;
}

/** The line as something broke it: nothing of it is stored, so it may come again under its key. */
export function garbleLine(told: LoadChange, random: SeededRandom): LoadChange {
  const { refusedAs, garble } = random.pick(WAYS);
  return { ...told, line: garble(told), refusedAs };
}
