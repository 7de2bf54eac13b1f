import type { Transaction } from '@told/service';
import type { InterestWriter } from './write-moved.ts';

/** Names a release that was made under a link found wrong. */
interface ReleaseToTakeBack {
  readonly releaseId: string;
  readonly agency: string;
  readonly caseReference: string;
  readonly kind: 'do-not-rely';
  readonly fields: readonly string[];
  readonly reason: string;
}

/**
 * What changing an interest asks of deciding and releasing, all in the open transaction. The subjects of the case are locked FOR UPDATE, the
 * fence of suspensions before them.
 */
interface DecidingPorts {
  /** The first lock of the transaction: suspensions come wholly before or after what is decided in it. */
  lockFence(tx: Transaction): Promise<unknown>;
  /** Decides what waits at a case, in order, until something must wait again. */
  releaseHold(
    tx: Transaction,
    held: { readonly agency: string; readonly caseReference: string },
  ): Promise<unknown>;
  /** Refuses, on record, what waits for this interest of persons whom it is not about any more, and decides what waited behind it. */
  dropHeld(tx: Transaction, dropped: { readonly interestId: string }): Promise<unknown>;
  /** Decides the latest of what was told of the subject before, for this interest alone. */
  backFill(
    tx: Transaction,
    owed: { readonly interestId: string; readonly subjectKey: string },
  ): Promise<unknown>;
  takeBack(tx: Transaction, wanted: readonly ReleaseToTakeBack[]): Promise<unknown>;
}

export type InterestPorts = InterestWriter & DecidingPorts;
