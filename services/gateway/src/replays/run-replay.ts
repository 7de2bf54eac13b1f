import { type AgreementSet, composeSet, parseAgreement } from '@told/agreements';
import { factFields } from '@told/codec';
import type { EventLog } from '@told/event-log';
import {
  type ActionPorts,
  type Database,
  failpoint,
  nowMicrosOf,
  recordAction,
} from '@told/service';
import type { Decisions } from '../decisions/open-decisions.ts';
import type { SetsToCompare } from './compare-sets.ts';
import { type JudgePorts, judgePiece } from './judge-piece.ts';
import type { LawBook } from './law-book.ts';
import { countPositions } from './plan-ranges.ts';
import { advanceReplay, finishReplay, insertDifferences } from './queries.ts';
import { readPieces } from './read-ranges.ts';
import { countDone, redeliverPage } from './redeliver.ts';
import { readReleasePage } from './releases-to-repeat.ts';
import type { Replay, WantedSet } from './replay.ts';

export interface ReplayPorts extends JudgePorts, ActionPorts {
  readonly db: Database;
  readonly log: EventLog;
  readonly decisions: Decisions;
}

/**
 * Does what is left of a running replay, step by step, until it is through, somebody else has done a step of it, or the signal is aborted.
 * Killed anywhere, it goes on from its last step.
 */
export async function runReplay(
  ports: ReplayPorts,
  replay: Replay,
  signal: AbortSignal,
): Promise<void> {
  const isThrough =
    replay.kind === 'redeliver'
      ? await repeatAll(ports, replay, signal)
      : await judgeAll(ports, replay, signal);
  if (isThrough) await endReplay(ports, replay, null);
}

/** Ends it, once, and says so; `failure` is the code of what it could not go on for. */
export async function endReplay(
  ports: ReplayPorts,
  { replayId, reason, approvedBy, askedBy }: Replay,
  failure: string | null,
): Promise<void> {
  await ports.db.transaction(async (tx) => {
    const at = nowMicrosOf(ports.clock);
    if (!(await finishReplay(tx, { replayId, at, failure }))) return;
    const target = { kind: 'replay', id: replayId } as const;
    const done = { action: 'replay-ended', target, reason, actor: approvedBy ?? askedBy } as const;
    await recordAction(tx, done, ports);
  });
}

async function judgeAll(ports: ReplayPorts, replay: Replay, signal: AbortSignal): Promise<boolean> {
  const { db, log } = ports;
  const sets = await readSets(ports, replay);
  let at = replay;
  for await (const piece of readPieces(log, replay.remaining.ranges ?? [], signal)) {
    const { counts, differences } = await judgePiece(ports, at, piece.records, sets);
    failpoint('replay-judged');
    const next = {
      remaining: { ...at.remaining, ranges: piece.remaining },
      done: at.total - countPositions(piece.remaining),
      counts,
    };
    const isMine = await db.transaction(async (tx) => {
      if (!(await advanceReplay(tx, at, next))) return false;
      await insertDifferences(tx, at.replayId, differences);
      failpoint('replay-advanced');
      return true;
    });
    if (!isMine) return false;
    at = { ...at, ...next, step: at.step + 1 };
  }
  return !signal.aborted;
}

async function repeatAll(
  ports: ReplayPorts,
  replay: Replay,
  signal: AbortSignal,
): Promise<boolean> {
  let at = replay;
  while (!signal.aborted) {
    const page = await readReleasePage(ports.db, at);
    const last = page.at(-1);
    if (last === undefined) return true;
    const counts = await redeliverPage(ports, at, page);
    if (counts === undefined) return false;
    const { caseReference, releaseSequence } = last;
    const remaining = { ...at.remaining, after: { caseReference, releaseSequence } };
    at = { ...at, remaining, counts, step: at.step + 1, done: countDone(at, page) };
  }
  return false;
}

async function readSets(
  ports: ReplayPorts,
  { request }: Replay,
): Promise<SetsToCompare | undefined> {
  if (request.sets === undefined) return undefined;
  const [before, after] = await Promise.all(
    request.sets.map((one) => readSet(ports.db, one, ports.present().law)),
  );
  // Both were there when it was asked, and nothing of them is ever deleted.
  if (before === undefined || after === undefined) throw new TypeError('a set is not kept');
  return { before, after };
}

/**
 * A set by its hash, or of the files given; undefined when none with this hash is kept. Throws AgreementError when a file breaks its format
 * or belongs elsewhere.
 */
export async function readSet(
  db: Database,
  wanted: WantedSet,
  law: LawBook,
): Promise<AgreementSet | undefined> {
  if ('hash' in wanted) return law.setOf(db, wanted.hash);
  return composeSet(
    wanted.set,
    wanted.files.map(({ name, text }) => ({
      file: name,
      agreement: parseAgreement(text, { file: name, facts: factFields }),
    })),
  );
}
