import type { StackOptions } from '@told/stack';
import type { HistorySummary } from '../history/summarise-history.ts';
import { waitUntilQuiet } from '../history/wait-until-quiet.ts';
import type { Area } from '../load/area.ts';
import { loadHouseholds } from '../load/load-households.ts';
import { generateHouseholds } from '../people/generate-households.ts';
import { askReplays } from './ask-replays.ts';
import { COUNCILS, makeWave, type Settled, splitWave, type Wave } from './make-wave.ts';
import { clearTrouble, makeTrouble } from './operate.ts';
import { findDifferent, readTables } from './read-tables.ts';
import { type JudgeOptions, judgeHistory, type RunningArea, startArea } from './start-area.ts';
import { tellWave } from './tell-wave.ts';

/** How a disturbed area compares with its undisturbed twin once both are quiet. */
interface Comparison {
  /** Tables that differ; none: the two are equal. */
  readonly different: readonly string[];
  /** Changes of the wave that the tried area has accepted. */
  readonly accepted: number;
}

/** A wave that is told in parts, so that a fault comes between them and within them. */
export interface Load {
  /** Tells the tried area the next part, by these doors or its own; resolves when all of it is accepted, at once when nothing is left. */
  tellNext(through?: Area): Promise<void>;
}

/** Two areas that are given the same to do; one of them is disturbed. */
export interface Twins {
  readonly tried: RunningArea;
  readonly calm: RunningArea;
  readonly settled: Settled;
  /**
   * Tells both the next wave, of so many changes; the tried one as `disturb` does, which may leave the rest to be told behind it.
   * Resolves once both are quiet, and says how they compare.
   */
  tell(options?: TellOptions): Promise<Comparison>;
  /** Judges all that has happened to the tried one. */
  judge(options?: JudgeOptions): Promise<HistorySummary>;
  stop(): Promise<void>;
}

interface TellOptions {
  readonly changes?: number;
  /** Into how many parts the tried area's wave is split; 1 unless said otherwise. */
  readonly parts?: number;
  readonly disturb?: (load: Load) => Promise<void>;
  readonly quietTimeoutMs?: number;
  /** Keys are parked and the log lacks something before the wave; operators put it right after it. */
  readonly withOperators?: boolean;
}

export interface TwinsOptions {
  readonly households: number;
  /** Of both areas. */
  readonly businessDate?: string;
  /** Of the tried one. */
  readonly stack?: Partial<StackOptions>;
}

const SEED = 29;
const CHANGES = 60;

/** Starts both and settles the same households in them, half in each council's area. */
export async function startTwins(options: TwinsOptions): Promise<Twins> {
  const { households, businessDate, stack = {} } = options;
  const both = businessDate === undefined ? {} : { businessDate };
  const calm = await startArea(both);
  try {
    const tried = await startArea({ fsync: true, ...both, ...stack });
    try {
      return await settleTwins(calm, tried, households);
    } catch (error) {
      await tried.stop();
      throw error;
    }
  } catch (error) {
    await calm.stop();
    throw error;
  }
}

async function settleTwins(
  calm: RunningArea,
  tried: RunningArea,
  households: number,
): Promise<Twins> {
  const settled = generateBoth(Math.ceil(households / COUNCILS.length));
  const acknowledged = new Set<string>();
  const both = [calm, tried];
  for (const { area } of both) {
    for (const council of COUNCILS) {
      await loadHouseholds({ area, households: settled[council], council });
    }
    await waitUntilQuiet({ area });
  }
  let waves = 0;
  const tellTried = async (wave: Wave, { parts = 1, disturb }: TellOptions): Promise<void> => {
    const left = [...splitWave(wave, parts)];
    const tellNext = async (through = tried.area): Promise<void> => {
      const part = left.shift();
      if (part === undefined) return;
      for (const id of await tellWave(through, part)) acknowledged.add(id);
    };
    await disturb?.({ tellNext });
    while (left.length > 0) await tellNext();
  };
  return {
    calm,
    tried,
    settled,
    async tell(options = {}) {
      waves += 1;
      const wave = makeWave(settled, waves, { changes: options.changes ?? CHANGES });
      const timeoutMs = options.quietTimeoutMs ?? QUIET_TIMEOUT_MS;
      const quieten = async (): Promise<void> => {
        for (const { area } of both) await waitUntilQuiet({ area, timeoutMs });
      };
      if (options.withOperators === true) {
        for (const one of both) await makeTrouble(one, wave, waves);
      }
      const before = acknowledged.size;
      await Promise.all([tellWave(calm.area, wave), tellTried(wave, options)]);
      const accepted = acknowledged.size - before;
      await quieten();
      if (options.withOperators === true) {
        await Promise.all(both.map((one) => clearTrouble(one, wave)));
        await quieten();
        await Promise.all(both.map(askReplays));
        await quieten();
      }
      const [expected, found] = await Promise.all([readTables(calm.area), readTables(tried.area)]);
      return { accepted, different: findDifferent(expected, found) };
    },
    judge: (options) => judgeHistory(tried.area, acknowledged, options),
    async stop() {
      await Promise.all([calm.stop(), tried.stop()]);
    },
  };
}

/** A machine under load, and services that come back one after the other. */
const QUIET_TIMEOUT_MS = 180_000;

const generateBoth = (each: number): Settled => ({
  'central-bedfordshire': generateHouseholds({ households: each, seed: SEED }),
  luton: generateHouseholds({ households: each, seed: SEED, first: each }),
});
