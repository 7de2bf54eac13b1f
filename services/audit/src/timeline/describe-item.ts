import { MICROS_PER_MS } from '@told/service';
import type { Facts } from '../entries/entry.ts';
import type { EntryRow } from './queries.ts';
import { sayEntry } from './say-entry.ts';

/** An entry as a timeline shows it. */
export interface TimelineItem {
  /** Names the entry for a proof: `GET /v1/ledger/proofs/inclusion`. */
  readonly ledgerId: string;
  readonly index: number;
  /** ISO 8601, to the microsecond. */
  readonly at: string;
  readonly kind: string;
  readonly sentence: string;
  readonly facts: Facts;
  /** Whom it is about cannot be told any more. */
  readonly erased: boolean;
  /** Null where the reference was erased. */
  readonly cases: readonly { readonly agency: string; readonly caseReference: string | null }[];
}

const MICROS_DIGITS = 3;

export function describeItem(row: EntryRow): TimelineItem {
  const { facts, cases = [] } = JSON.parse(row.text) as {
    readonly facts: Facts;
    readonly cases?: readonly { readonly agency: string }[];
  };
  return {
    ledgerId: row.ledgerId,
    index: row.index,
    at: formatMicros(row.at),
    kind: row.kind,
    sentence: sayEntry(row.kind, facts),
    facts,
    erased: row.isErased,
    cases: cases.map(({ agency }, place) => ({
      agency,
      caseReference: row.caseReferences?.[place] ?? null,
    })),
  };
}

/** ISO 8601, to the microsecond. */
export function formatMicros(at: number): string {
  const micros = String(at % MICROS_PER_MS).padStart(MICROS_DIGITS, '0');
  return new Date(Math.floor(at / MICROS_PER_MS)).toISOString().replace('Z', `${micros}Z`);
}
