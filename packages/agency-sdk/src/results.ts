import type { IsoDate, OutcomeKind } from '@told/codec';

/** What an agency did with one release; it becomes the outcome that the bus reads. Made only by the functions below. */
export interface Result {
  readonly kind: OutcomeKind;
  /** A reason code of at most 80 characters, never a value of the change. */
  readonly reason: string | null;
  /** First day from which record or award differs. */
  readonly effectiveOn: IsoDate | null;
}

/** The record was changed. */
export function applied(
  how: { readonly effectiveOn?: IsoDate | null; readonly reason?: string | null } = {},
): Result {
  return { kind: 'applied', reason: how.reason ?? null, effectiveOn: how.effectiveOn ?? null };
}

/** Seen, and nothing here differs because of it: `passported`, `duplicate`, `same-award` … */
export function noChange(reason: string | null = null): Result {
  return { kind: 'no-change', reason, effectiveOn: null };
}

/** A person must look before it may be used. */
export function toVerify(reason: string): Result {
  return { kind: 'to-verify', reason, effectiveOn: null };
}

/** No case here has this reference. */
export function unmatched(): Result {
  return { kind: 'unmatched', reason: null, effectiveOn: null };
}

/** The agency holds that the change is wrong. */
export function disputed(reason: string): Result {
  return { kind: 'disputed', reason, effectiveOn: null };
}

/** The agency cannot take this change at all. */
export function rejected(reason: string): Result {
  return { kind: 'rejected', reason, effectiveOn: null };
}
