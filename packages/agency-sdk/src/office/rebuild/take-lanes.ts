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
  /** Takes a page, and what a lane has taken already it leaves out; of what concerns one case, the last may still be under way. */
  take(page: readonly EntryRow[]): Promise<void>;
  /** Waits for what is under way. */
  drain(): Promise<void>;
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
 * Facts concern one case alone, and go to the lane of their case: lanes are at work side by side, as the office's own batches are, each up to
 * a page behind the others, so that one computes while another writes. Everything else may concern any case: all lanes wait for it. What a lane takes at once is one transaction with its position, so that whoever is
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

  const underWay = at.map(() => Promise.resolve());

  /** Resolves when what came to this lane before is done: one more waits at most. */
  const enqueue = (lane: number, run: readonly EntryRow[]): Promise<void> => {
    const before = underWay[lane] ?? Promise.resolve();
    const next = before.then(() => commit(run, [lane]));
    next.catch(() => undefined); // whoever comes next, or drains, is told
    underWay[lane] = next;
    return before;
  };

  const drain = async (): Promise<void> => void (await together(underWay));

  const reached = (): number => Math.min(...at.map(({ position }) => position));
  const all = at.map((_, index) => index);
  return {
    reached,
    entries: () => at.reduce((sum, { entries }) => sum + entries, 0),
    async take(page) {
      for (const run of splitRuns(page)) {
        const [first] = run;
        if (first !== undefined && kindOf(first) === FACTS) {
          const own = (lane: number, { position }: LanePosition) =>
            run.filter((row) => laneOf(row) === lane && row.entryNo > position);
          await together(at.map((standing, lane) => enqueue(lane, own(lane, standing))));
        } else {
          await drain();
          // All lanes took it, or none did.
          const after = reached();
          await commit(
            run.filter(({ entryNo }) => entryNo > after),
            all,
          );
        }
      }
    },
    drain,
  };
}
