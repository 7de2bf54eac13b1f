import { instantOf } from '@told/service';
import type { Resting, Withdrawal } from './withdrawn-releases.ts';

const MICROS_PER_HOUR = 3_600_000_000;

/** What the ledger's routes find an entry by. `at` is in microseconds since 1970. */
type EntryReference =
  | {
      readonly kind: 'consent';
      readonly at: number;
      readonly consentId: string;
      readonly version: number;
    }
  | { readonly kind: 'decision'; readonly changeId: string; readonly run: number }
  | {
      readonly kind: 'outcome';
      readonly at: number;
      readonly releaseId: string;
      readonly outcomeNo: number;
    };

/** unsent: it was taken out before it left; kept: another consent that stands allows it; untold: nothing has taken it back (yet). */
type ProofState = 'unsent' | 'kept' | 'told' | 'answered';

/**
 * Who holds what was given on a consent that was withdrawn, who has answered, and who is silent for how long; with what the ledger's entries about
 * it are found by. Ids, names of fields and times. Pure.
 */
export function describeProof(
  withdrawal: Withdrawal,
  resting: readonly Resting[],
  { nowMicros, isWhole }: { readonly nowMicros: number; readonly isWhole: boolean },
) {
  const { consentId, recipient, purpose, version, on, recordedBy, recordedAt } = withdrawal;
  const items = resting.map((one) => describeItem(one, nowMicros));
  const count = (state: ProofState): number => items.filter((one) => one.state === state).length;
  const silent = resting.filter((one) => one.toldBy !== null && one.answer === null);
  const since = Math.min(...silent.map((one) => one.toldAt ?? nowMicros));
  const consent = { kind: 'consent', at: recordedAt, consentId, version } as const;
  return {
    ...{ consentId, recipient, purpose, version, on, recordedBy },
    recordedAt: instantOf(recordedAt),
    at: instantOf(nowMicros),
    given: items.length,
    ...{ unsent: count('unsent'), kept: count('kept'), answered: count('answered') },
    silent: silent.length,
    silentSince: silent.length === 0 ? null : instantOf(since),
    isWhole,
    isAnswered: isWhole && silent.length === 0,
    items,
    entry: consent,
  };
}

function describeItem(one: Resting, nowMicros: number) {
  const { releaseId, releaseSequence, agency, changeId, run, fields, takenOut, takenBack } = one;
  const { toldBy, toldKind, toldAt, waits, answer, answeredAt, outcomeNo } = one;
  const isSilent = toldBy !== null && answer === null && toldAt !== null;
  const entries: EntryReference[] = [{ kind: 'decision', changeId, run }];
  if (toldBy !== null && outcomeNo !== null && answeredAt !== null)
    entries.push({ kind: 'outcome', at: answeredAt, releaseId: toldBy, outcomeNo });
  return {
    ...{ releaseId, releaseSequence, agency, changeId, fields, takenOut, takenBack },
    state: stateOf(one),
    releasedAt: instantOf(one.releasedAt),
    ...{ toldBy, toldKind },
    toldAt: instantOf(toldAt),
    delivery: toldBy === null ? null : waits ? 'waiting' : 'delivered',
    answer,
    answeredAt: instantOf(answeredAt),
    silentHours: isSilent ? Math.floor((nowMicros - toldAt) / MICROS_PER_HOUR) : null,
    entries,
  };
}

function stateOf({ toldBy, answer, fields, takenOut }: Resting): ProofState {
  if (toldBy !== null) return answer === null ? 'told' : 'answered';
  return fields.every((field) => takenOut.includes(field)) ? 'unsent' : 'kept';
}
