import type { DecisionCause } from '@told/codec';
import type { ToldChange } from './read-changes.ts';

/** One decision that is wanted: on which change, in which run, and for whom. */
export interface Ask {
  readonly told: ToldChange;
  /** From 1. */
  readonly run: number;
  readonly cause: DecisionCause;
  /** The subject whose interests are asked, and whose row is the fence. */
  readonly subjectKey: string;
  /** Only these interests; all of the subject's, and past recipients, when null. */
  readonly interestIds: ReadonlySet<string> | null;
  /** Not these: after a restore, later runs have decided about them. */
  readonly exceptInterestIds?: ReadonlySet<string>;
  /** Marks the releases as sent because of a new interest. */
  readonly backFill: boolean;
  /** The case that it waited for has told a correction of it itself. */
  readonly isOvertaken?: boolean;
  /** The release that it repeats, when it is delivered again: for one interest. */
  readonly redeliveryOf?: string;
}
