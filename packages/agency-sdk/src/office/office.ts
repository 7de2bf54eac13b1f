import type { Submission } from '@told/codec';
import type { FieldError, JsonSchema, Transaction } from '@told/service';
import type { Addition, CaseEntry, CaseRules, Claim, Step } from './case-file.ts';

/**
 * One office: its rules over a case, and the few tables of its own. Everything else (journal, timeline, award, history, receipts,
 * rebuilding, HTTP) is the same in every office and is done here.
 */
export interface Office extends CaseRules {
  readonly capacities: readonly string[];
  readonly purpose: string;
  /** One case as it is opened, without `caseReference` and `person`: what the office's record says on the first day. */
  readonly openingSchema: JsonSchema;
  /** Rules of an opening that a schema cannot say. */
  readonly checkOpening?: (claim: Claim) => readonly FieldError[];
  /** Whether the office's own tables have anything to say of a fact; left out, they may of each. */
  readonly looksUp?: (entry: CaseEntry) => boolean;
  /** What the office's own tables add to each fact, set-based and in order. Nobody adds to those tables until the transaction ends. */
  readonly lookUp?: (
    tx: Transaction,
    entries: readonly CaseEntry[],
  ) => Promise<readonly LookedUp[]>;
  /** What the office's own tables know of a claim by now; asked when an officer lets one of its facts count. */
  readonly lookUpClaim?: (tx: Transaction, claim: Claim) => Promise<Addition | null>;
  /** Derives the office's own tables from newly opened claims. */
  readonly onOpened?: (tx: Transaction, claims: readonly Claim[]) => Promise<void>;
  /** Derives the office's own tables from what was taken, in order, and says what the office tells the bus in turn. */
  readonly onTaken?: (
    tx: Transaction,
    steps: readonly TakenStep[],
  ) => Promise<readonly Submission[]>;
  /** Other commands of the office's officers, by name: each derives the office's own tables from the bodies given. */
  readonly commands?: Readonly<
    Record<string, (tx: Transaction, bodies: readonly unknown[]) => Promise<void>>
  >;
  /** The office's own derived tables, by name: emptied, made anew and compared by a rebuild. */
  readonly ownTables?: readonly string[];
}

export interface LookedUp {
  readonly addition: Addition | null;
}

export interface TakenStep {
  readonly entry: CaseEntry;
  readonly step: Step;
  /** The change, or the officer's decision, that caused it. */
  readonly causeId: string;
}
