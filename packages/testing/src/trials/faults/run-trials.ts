import fs from 'node:fs';
import path from 'node:path';
import type { StackOptions } from '@told/stack';
import { checkLedger } from '../../history/check-ledger.ts';
import type { HistorySummary } from '../../history/summarise-history.ts';
import { startTwins, type Twins } from '../start-twins.ts';
import type { AreaKind, FaultTrial, OpenedKind, TrialPlace } from './fault-trial.ts';
import { openKind } from './open-kind.ts';

/** What came of one trial. */
export interface TriedFault {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** What was done and seen; of one that failed or was skipped, why. */
  readonly did: string;
  /** Changes that were accepted meanwhile. */
  readonly changes: number;
  readonly invariants: Pick<HistorySummary, 'lost' | 'doubled' | 'outOfOrder' | 'withoutBasis'>;
  readonly findings: HistorySummary['findings'];
  /** Tables that differ from those of the undisturbed area, and heads of the ledger that do not hold; none: all are equal. */
  readonly different: readonly string[];
  readonly seconds: number;
}

export interface RunTrialsOptions {
  readonly households?: number;
  readonly changes?: number;
  /** Where the services' logs of a trial that failed are kept, each in a folder of its own; nowhere unless said. */
  readonly logsDir?: string;
  readonly place?: TrialPlace;
  /** Of the tried areas, beside what a trial needs. */
  readonly stack?: Partial<StackOptions>;
  readonly onTried?: (tried: TriedFault) => void;
}

const CHANGES = 300;
const PARTS = 8;
/** Each change of a wave is another household’s. */
const HOUSEHOLDS_A_CHANGE = 2;

/**
 * Tries each fault in a running area under load, beside a twin that is given the same load and left in peace. What one trial leaves wrong is not
 * counted against the next: after a failure the next one begins in a new area.
 */
export async function runTrials(
  trials: readonly FaultTrial[],
  options: RunTrialsOptions = {},
): Promise<readonly TriedFault[]> {
  const tried: TriedFault[] = [];
  for (const [kind, some] of Map.groupBy(trials, ({ area }) => area)) {
    const left = [...some];
    while (left.length > 0) {
      tried.push(...(await runUntilFailure(kind, left, options)));
    }
  }
  return tried;
}

/** Takes the trials that it has run from the list. */
async function runUntilFailure(
  kind: AreaKind,
  left: FaultTrial[],
  options: RunTrialsOptions,
): Promise<readonly TriedFault[]> {
  const { place = { hasOwnMounts: false } } = options;
  const told: TriedFault[] = [];
  const tell = (tried: TriedFault): void => {
    told.push(tried);
    options.onTried?.(tried);
  };
  const skipImpossible = (): void => {
    for (
      let why = left[0]?.obstacle?.(place);
      why !== undefined;
      why = left[0]?.obstacle?.(place)
    ) {
      tell({ ...EMPTY, name: left.shift()?.name ?? '', outcome: 'skipped', did: why });
    }
  };
  skipImpossible();
  if (left.length === 0) return told;
  const opened = await openKind(kind);
  try {
    const changesMax = Math.max(...left.map((trial) => changesOf(trial, options)));
    const twins = await startTwins({
      households: options.households ?? changesMax * HOUSEHOLDS_A_CHANGE,
      businessDate: describeBusinessDate(),
      stack: { ...options.stack, ...opened.stack },
    });
    try {
      for (let trial = left.shift(); trial !== undefined; trial = left.shift()) {
        const tried = await tryFault({ twins, trial, opened }, changesOf(trial, options));
        tell(tried);
        if (tried.outcome === 'failed') {
          keepLogs(twins, trial, options);
          break;
        }
        skipImpossible();
      }
    } finally {
      await twins.stop();
    }
  } finally {
    await opened.dispose();
  }
  return told;
}

function keepLogs({ tried }: Twins, { name }: FaultTrial, { logsDir }: RunTrialsOptions): void {
  if (logsDir === undefined) return;
  fs.cpSync(tried.stack.logDir, path.join(logsDir, name), { recursive: true });
}

interface Trying {
  readonly twins: Twins;
  readonly trial: FaultTrial;
  readonly opened: OpenedKind;
}

const changesOf = (trial: FaultTrial, { changes = CHANGES }: RunTrialsOptions): number =>
  trial.changes ?? changes;

const EMPTY = {
  changes: 0,
  invariants: { lost: 0, doubled: 0, outOfOrder: 0, withoutBasis: 0 },
  findings: [],
  different: [],
  seconds: 0,
} as const;

async function tryFault({ twins, trial, opened }: Trying, changes: number): Promise<TriedFault> {
  const startedMs = performance.now();
  const secondsSince = (): number => Math.round((performance.now() - startedMs) / 100) / 10;
  let did = '';
  try {
    const told = await twins.tell({
      changes,
      parts: trial.parts ?? PARTS,
      async disturb(load) {
        did = await trial.run(twins.tried, load, opened);
      },
    });
    const seconds = secondsSince();
    const { accepted } = told;
    // Every head that anybody was given, whatever was done to who signs them.
    const different = [...told.different, ...(await checkLedger(twins.tried.area))];
    const { lost, doubled, outOfOrder, withoutBasis, findings } = await twins.judge(trial);
    const invariants = { lost, doubled, outOfOrder, withoutBasis };
    const isSound = different.length === 0 && findings.length === 0;
    const outcome = isSound ? 'passed' : 'failed';
    return {
      name: trial.name,
      outcome,
      did,
      changes: accepted,
      invariants,
      findings,
      different,
      seconds,
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ...EMPTY, name: trial.name, outcome: 'failed', did: why, seconds: secondsSince() };
  }
}

const HOURS_SINCE_MIDNIGHT = 12;

/** The middle of the first business date, so that a clock that is stepped by an hour stays on it. */
const describeBusinessDate = (): string =>
  `2010-04-05@${new Date(Date.now() - HOURS_SINCE_MIDNIGHT * 3_600_000).toISOString()}`;
