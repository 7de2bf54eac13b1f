import { releaseIdOf, takingBackIdOf } from '@told/identity';

/** A recipient of a decision, as its entry has it. */
export interface NamedRelease {
  readonly releaseId: string;
  readonly decisionId: string;
  /** Given. */
  readonly fields: readonly string[];
  /** Some of it may rest on a consent, and be withdrawn. */
  readonly hasConsent: boolean;
}

/** Sets of fields that are tried one by one: 4,096 at most. */
const FIELDS_MAX = 12;
const WHOLE = ['do-not-rely', 'erased'] as const;

/** Ids of what takes a release back as a whole, from whatever cause. */
export const idsTakingAll = (releaseId: string): readonly string[] =>
  WHOLE.map((kind) => takingBackIdOf(releaseId, kind, []));

/**
 * Ids of releases that give nothing and that no decision names, but follow from releases that one does: what withdraws fields of it, what takes it
 * back, what another decision about the same person takes back before its last, and what fills an empty place before it (`sequence`). Pure.
 */
export function* listFollowing(
  { releaseId, fields, hasConsent }: NamedRelease,
  { decisionIds, sequence }: { readonly decisionIds: readonly string[]; readonly sequence: number },
): Generator<string> {
  yield* idsTakingAll(releaseId);
  yield releaseIdOf(releaseId, String(sequence));
  for (const decisionId of decisionIds) yield releaseIdOf(decisionId, releaseId);
  if (!hasConsent || fields.length > FIELDS_MAX) return;
  for (let set = 1; set < 2 ** fields.length; set += 1) {
    const some = fields.filter((_, place) => (set & (1 << place)) !== 0);
    yield takingBackIdOf(releaseId, 'withdrawn', some);
  }
}
