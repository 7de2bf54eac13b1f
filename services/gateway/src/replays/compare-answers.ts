import { isDeepStrictEqual } from 'node:util';
import type { DecidedRecipient } from '../decisions/decide-changes.ts';
import { describeGiven, describeWithheld } from '../decisions/write-decisions.ts';
import type { RecordedRecipient } from './read-recorded.ts';

/** What a recipient was told or would be, without its places and versions: in which two answers may differ. */
export interface Answer {
  readonly verdict: string;
  readonly reason: string | null;
  readonly fields: readonly string[];
  readonly withheld: readonly string[];
  readonly basis: readonly string[];
  readonly consents: readonly string[];
}

type Described = Pick<RecordedRecipient, 'verdict' | 'reason' | 'given' | 'withheld' | 'consents'>;

const answerOf = ({ verdict, reason, given, withheld, consents }: Described): Answer => ({
  ...{ verdict, reason },
  fields: [...new Set(given.flatMap((one) => one.fields))].sort(),
  withheld: withheld.flatMap((one) => one.fields.map((field) => `${field}: ${one.reason}`)).sort(),
  basis: given.map((one) => one.hash).sort(),
  consents: consents.map((one) => `${one.consentId}/${one.version}`).sort(),
});

export const answerOnRecord = (recipient: RecordedRecipient): Answer => answerOf(recipient);

export const answerAgain = (recipient: DecidedRecipient): Answer =>
  answerOf({
    ...recipient,
    given: JSON.parse(describeGiven(recipient)),
    withheld: JSON.parse(describeWithheld(recipient)),
  });

const NAMES = ['verdict', 'reason', 'fields', 'withheld', 'basis', 'consents'] as const;

/** In which of its parts two answers differ; whoever has none at all differs as a recipient. */
export function namesOfDifference(
  was: Answer | undefined,
  now: Answer | undefined,
): readonly string[] {
  if (was === undefined || now === undefined) return was === now ? [] : ['recipient'];
  return NAMES.filter((name) => !isDeepStrictEqual(was[name], now[name]));
}
