import { crc32 } from 'node:zlib';
import type { Codec } from '@told/codec';
import { type Database, together } from '@told/service';
import type { Office } from '../office.ts';
import type { EntryRow } from './entries.ts';
import { advance, type LanePosition } from './positions.ts';
import { caseOf, FACTS, kindOf, splitRuns, takeRun } from './take-run.ts';

/** Takes entries into a scratch database, lane by lane. */
export interface Lanes {
  /** All lanes have taken everything up to here. */
  reached(): number;
  entries(): number;
  /** Takes a page; what a lane has taken already it leaves out. */
  take(page: readonly EntryRow[]): Promise<void>;
}

export interface LaneOptions {
  readonly office: Office;
  readonly codec: Codec;
  readonly source: Database;
  readonly scratch: Database;
  /** Where each stands, from an earlier run. */
  readonly lanes: readonly LanePosition[];
}

/**
 * Facts concern one case alone, and go to the lane of their case: lanes are at work side by side, as the office's own batches are. Everything
 * else may concern any case: all lanes wait for it. What a lane takes at once is one transaction with its position, so that whoever is
 * killed goes on where the lane was.
 */
export function openLanes({ office, codec, source, scratch, lanes }: LaneOptions): Lanes {
  const at = lanes.map((lane) => ({ ...lane }));
  const kept = { tx: source, codec };
  const laneOf = (row: EntryRow): number => crc32(caseOf(row)) % at.length;

  const commit = async (run: readonly EntryRow[], moved: readonly number[]): Promise<void> => {
    const last = run.at(-1);
    if (last === undefined) return;
    const to = last.entryNo;
    const moves = moved.map((lane, place) => {
      const { position: from, entries } = at[lane] as LanePosition;
      return { lane, from, to, entries: place === 0 ? run.length : 0, before: entries };
    });
    await scratch.transaction((tx) =>
      together([
        ...moves.map(({ lane, ...move }) => advance(tx, lane, move)),
        takeRun(tx, office, kept, run),
      ]),
    );
    for (const { lane, before, entries } of moves)
      at[lane] = { position: to, entries: before + entries };
  };

  const takeFacts = (run: readonly EntryRow[]): Promise<unknown> =>
    together(
      at.map(({ position }, lane) =>
        commit(
          run.filter((row) => laneOf(row) === lane && row.entryNo > position),
          [lane],
        ),
      ),
    );

  const reached = (): number => Math.min(...at.map(({ position }) => position));
  const all = at.map((_, index) => index);
  return {
    reached,
    entries: () => at.reduce((sum, { entries }) => sum + entries, 0),
    async take(page) {
      for (const run of splitRuns(page)) {
        const [first] = run;
        const isFacts = first !== undefined && kindOf(first) === FACTS;
        // Of anything else, all lanes took it, or none did.
        if (isFacts) await takeFacts(run);
        else
          await commit(
            run.filter(({ entryNo }) => entryNo > reached()),
            all,
          );
      }
    },
  };
}
