import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Stack, type StackOptions, startStack } from '@told/stack';
import {
  type Area,
  generateChanges,
  generateHouseholds,
  type HistorySummary,
  type LoadChange,
  loadHouseholds,
  openArea,
  readHistory,
  type SyntheticHousehold,
  summariseHistory,
} from '../index.ts';
import { dropRepeats } from './faults/drop-repeats.ts';

/** The stack and its area on a folder of their own, thrown away with `stop`. */
export interface RunningArea {
  readonly stack: Stack;
  readonly area: Area;
  stop(): Promise<void>;
}

export const COUNCIL = 'central-bedfordshire';
/** The stack's first business date. */
export const TODAY = '2010-04-05';
/** Room for a machine that other runs share; a run that hangs is noticed by what it waits for. */
export const TIMEOUT_MS = 300_000;

const AGREEMENTS = path.join(import.meta.dirname, '../../../../infra/agreements');

export async function startArea(options: Partial<StackOptions> = {}): Promise<RunningArea> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-area-test-'));
  fs.chmodSync(dir, 0o755); // PostgreSQL does not run as root; its own account must get in
  const remove = (): void => fs.rmSync(dir, { recursive: true, force: true });
  try {
    const stack = await startStack({ dir, fsync: false, ...options });
    const stop = async (): Promise<void> => {
      await stack.stop();
      remove();
    };
    return { stack, area: openArea(stack), stop };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Households with their cases and interests. */
export async function settleHouseholds(
  area: Area,
  options: { readonly households: number; readonly seed: number },
): Promise<readonly SyntheticHousehold[]> {
  const households = generateHouseholds(options);
  await loadHouseholds({ area, households, council: COUNCIL });
  return households;
}

export const makeChanges = (
  households: readonly SyntheticHousehold[],
  options: { readonly changes: number; readonly seed: number },
): readonly LoadChange[] => [
  ...generateChanges(households, { ...options, council: COUNCIL, today: TODAY }),
];

/** Judges everything that has happened in this area; call it when all is quiet. */
export async function judgeHistory(
  area: Area,
  acknowledged: ReadonlySet<string>,
  { mayAnswerAgain = false }: JudgeOptions = {},
): Promise<HistorySummary> {
  const where = { agreementsDir: AGREEMENTS, agreementSet: '2010' } as const;
  const history = await readHistory({ area, acknowledged, ...where });
  return summariseHistory(
    mayAnswerAgain ? { ...history, outcomes: dropRepeats(history.outcomes) } : history,
  );
}

export interface JudgeOptions {
  /** An office's database was put back: it may answer again what it has answered, in the same way. */
  readonly mayAnswerAgain?: boolean;
}

/** What `toMatchObject` finds in the summary of a history that keeps every invariant. */
export const SOUND = { findings: [], lost: 0, doubled: 0, outOfOrder: 0, withoutBasis: 0 };
