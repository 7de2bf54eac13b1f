import { type ClaimantChange, type Codec, readOrThrow } from '@told/codec';
import type { Statement, Transaction } from '@told/service';
import type { LeftRelease } from '../decisions/left-releases.ts';
import { type EndedKey, isPartlyDecided, moveRestored } from './restored-merge.ts';
import { forgetHalfReleases, readLeftReleases } from './restored-release.ts';
import { originOf, type RestoredRow, writeRestoredRows } from './write-restored.ts';

/** A change that has come again. */
interface Arrival {
  readonly id: string;
  readonly change: ClaimantChange;
}

/** Decisions that were made and sent before a backup was restored: their changes are not decided a second time. */
export interface RestoredDecisions {
  /** The decisions waiting for these changes, in the order of their runs; one statement while any waits anywhere, none afterwards. */
  take(tx: Transaction, arrivals: readonly Arrival[]): Promise<readonly RestoredRow[]>;
  /** Writes them as they were made, and moves the interests that are known to have moved by them. Their changes must be kept already. */
  write(tx: Transaction, rows: readonly RestoredRow[]): Promise<void>;
  /**
   * Whether a merge whose own decision was lost has decided something for either side already. Then what is known to have moved moves, and it
   * is to be made like one that was decided: it is completed once all has been read.
   */
  takeUpMerge(tx: Transaction, ended: EndedKey): Promise<boolean>;
  /**
   * Releases of these changes that left before the decisions on them could: they keep their places and do not leave again. No statement
   * once nothing waits.
   */
  readLeft(tx: Transaction, changeIds: readonly string[]): Promise<readonly LeftRelease[]>;
  /** They are decided now. */
  forgetLeft(tx: Transaction, releaseIds: readonly string[]): Promise<void>;
}

const ANY: Statement = {
  name: 'gateway_restored_any',
  text: `SELECT EXISTS (SELECT FROM restored_decision) OR EXISTS (SELECT FROM restored_release)
           OR EXISTS (SELECT FROM restored_move) OR EXISTS (SELECT FROM restore_awaited) AS waiting`,
};

const TAKE: Statement = {
  name: 'gateway_restored_take',
  text: `WITH taken AS (DELETE FROM restored_decision WHERE change_id = ANY ($1::uuid[]) RETURNING run, value)
         SELECT value FROM taken ORDER BY run`,
};

export function createRestoredDecisions(codec: Codec): RestoredDecisions {
  // Nothing is added once deciding has begun.
  let isNoneLeft = false;
  return {
    async take(tx, arrivals) {
      if (isNoneLeft) return [];
      const changes = new Map(arrivals.map(({ id, change }) => [id, change]));
      const taken = await tx.query<{ value: Buffer }>(TAKE, [[...changes.keys()]]);
      if (taken.rows.length === 0) {
        const { rows } = await tx.query<{ waiting: boolean }>(ANY);
        isNoneLeft = rows[0]?.waiting !== true;
        return [];
      }
      const decoded = await codec.decode(
        'Decision',
        taken.rows.map(({ value }) => value),
      );
      return decoded.map(readOrThrow).flatMap((decision): RestoredRow[] => {
        const change = changes.get(decision.changeId);
        if (change === undefined) return [];
        const { mergedInto } = change;
        return [{ decision, origin: originOf(change), mergedInto }];
      });
    },
    async write(tx, rows) {
      await writeRestoredRows(tx, rows);
      await moveRestored(tx, rows.flatMap(findEndedKey));
    },
    async takeUpMerge(tx, ended) {
      if (isNoneLeft || !(await isPartlyDecided(tx, ended))) return false;
      await moveRestored(tx, [ended]);
      return true;
    },
    readLeft: async (tx, changeIds) => (isNoneLeft ? [] : readLeftReleases(tx, changeIds)),
    forgetLeft: forgetHalfReleases,
  };
}

const FIRST_RUN = 1;

const findEndedKey = ({ decision, mergedInto = null }: RestoredRow): readonly EndedKey[] =>
  mergedInto === null || decision.run !== FIRST_RUN
    ? []
    : [{ from: decision.subjectKey, into: mergedInto }];
