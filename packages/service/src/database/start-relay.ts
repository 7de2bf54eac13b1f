import type { EventLog, TopicPartition } from '@told/event-log';
import { failpoint } from '../run/failpoint.ts';
import { backOffMs } from './back-off.ts';
import { codeOf, reasonOf } from './errors.ts';
import { type LingerOptions, linger } from './linger.ts';
import { outboxDepth } from './outbox-depth.ts';
import type { Database, DatabaseLogger, Session } from './ports.ts';
import {
  isAnyWaiting,
  NOTIFY,
  type OutboxRow,
  retireAndClaim,
  takeRelayLock,
} from './relay-queries.ts';
import { sendRows } from './send-rows.ts';
import { createWakeUp, type WakeUp } from './wake-up.ts';

export type RelayOptions = {
  readonly db: Database;
  readonly log: EventLog;
  readonly logger: DatabaseLogger;
  /** Rows a round: bounds memory and the size of an append. */
  readonly batchRecords?: number;
  /** How long small rounds wait for company. */
  readonly linger?: LingerOptions;
  readonly random?: () => number;
  readonly nowMs?: () => number;
  /** Told of each acknowledged round, for metrics. */
  readonly onSent?: (sent: { readonly records: number; readonly durationMs: number }) => void;
};

export type RelayState = {
  /** `standby`: another relay of this database holds the lock. `retrying`: see `code`. */
  readonly state: 'starting' | 'standby' | 'running' | 'retrying' | 'stopped';
  readonly sinceMs: number;
  readonly code?: string;
};

export type Relay = {
  state(): RelayState;
  /** Told of a publication that this relay's own `db` did not make. */
  wake(): void;
  /** Records that wait, counted up to `limit`; cached for a tenth of a second. */
  depth(limit?: number): Promise<number>;
  /** Finishes the round under way if the log takes it; what is left stays in the outbox. */
  stop(): Promise<void>;
};

const BATCH_RECORDS = 1_000;
const DEPTH_LIMIT = 1_000_000;
/** Publications of this process ring at once, those of others by NOTIFY; the poll is for a ring that was lost. */
const POLL_MS = 250;
/** A standby asks this often whether the relay in charge has gone. */
const STANDBY_MS = 250;
/** Standbys' notifications are gathered: one a round trip of a user's patience is plenty. */
const NOTIFY_EVERY_MS = 5;
const RETRY = { baseMs: 20, maxMs: 5_000 };

/**
 * Moves the outbox to the log: oldest rows first, claimed before they are sent, deleted after the log has acknowledged them.
 * Every process of a service may start one; an advisory lock lets one work. Never rejects: an outage of database or log
 * is waited out with growing pauses, while the outbox holds everything.
 */
export function startRelay(options: RelayOptions): Relay {
  const { db, nowMs = Date.now } = options;
  const bell = createWakeUp();
  let stopping = false;
  let state: RelayState = { state: 'starting', sinceMs: nowMs() };
  const setState = (next: RelayState['state'], code?: string): void => {
    if (state.state === next && state.code === code) return;
    state = { state: next, sinceMs: nowMs(), ...(code === undefined ? {} : { code }) };
  };
  const round: Round = {
    ...options,
    batchRecords: options.batchRecords ?? BATCH_RECORDS,
    random: options.random ?? Math.random,
    nowMs,
    bell,
    isStopping: () => stopping,
    setState,
  };
  const notifier = createNotifier(db, () => state.state === 'running' || stopping);
  const wake = (): void => {
    bell.ring();
    notifier();
  };
  const unlisten = db.onSignal(({ kind }) => {
    if (kind === 'published') wake();
  });
  const ended = keepRelaying(round);
  return {
    state: () => state,
    wake,
    depth: (limit = DEPTH_LIMIT) => outboxDepth(db, limit, nowMs),
    async stop() {
      stopping = true;
      unlisten();
      bell.ring();
      await ended;
      setState('stopped');
    },
  };
}

type Round = Required<Omit<RelayOptions, 'onSent' | 'linger'>> &
  Pick<RelayOptions, 'onSent' | 'linger'> & {
    readonly bell: WakeUp;
    isStopping(): boolean;
    setState(state: RelayState['state'], code?: string): void;
  };

/** One session after another, until stopped. A session that is lost takes the lock with it, and another relay goes on. */
async function keepRelaying(round: Round): Promise<void> {
  for (let attempt = 1; !round.isStopping(); attempt++) {
    let session: Session | undefined;
    try {
      session = await round.db.openSession();
      session.onNotification(round.bell.ring);
      while (!round.isStopping() && !(await takeRelayLock(session))) {
        round.setState('standby');
        await round.bell.wait(STANDBY_MS);
      }
      if (round.isStopping()) return; // perhaps without the lock
      failpoint('relay-locked');
      attempt = 1;
      await relayRounds(session, round);
    } catch (error) {
      reportFailure(round, error, attempt);
      await pause(round, attempt);
    } finally {
      await session?.close();
    }
  }
}

async function relayRounds(session: Session, round: Round): Promise<void> {
  let acknowledged: readonly number[] = [];
  let ahead: readonly OutboxRow[] = [];
  for (;;) {
    const startedMs = performance.now();
    // The last round of a stopping relay only retires.
    const limit = round.isStopping() ? 0 : round.batchRecords;
    let rows = ahead;
    if (rows.length === 0) {
      rows = await retireAndClaim(session, acknowledged, limit);
      acknowledged = [];
    }
    round.setState('running');
    if (rows.length > 0) {
      failpoint('relay-claimed');
      // Where a round is full more is waiting: the database looks for it while the log stores this.
      // What was committed late makes the round ahead smaller than full, so that the one after it is looked for from the beginning.
      const looksAhead = limit > 0 && rows.length >= limit;
      const claiming = looksAhead ? retireAndClaim(session, acknowledged, limit, rows) : undefined;
      if (looksAhead) acknowledged = [];
      const [sent, claimed = []] = await both(sendRound(session, rows, round), claiming);
      [acknowledged, ahead] = [[...acknowledged, ...sent], claimed];
      failpoint('relay-acknowledged');
      if (!round.isStopping())
        await linger({ records: rows.length, ms: performance.now() - startedMs }, round.linger);
      continue;
    }
    if (round.isStopping()) return;
    while (!(await round.bell.wait(POLL_MS)) && !(await isAnyWaiting(session)));
  }
}

async function sendRound(session: Session, rows: readonly OutboxRow[], round: Round) {
  const startedAtMs = round.nowMs();
  const acknowledged = await sendRows(rows, {
    log: round.log,
    mayGoOn: () => !round.isStopping() && !session.isLost(),
    async waitToRetry(error, at, attempt) {
      reportFailure(round, error, attempt, at);
      await pause(round, attempt);
    },
  });
  round.onSent?.({ records: acknowledged.length, durationMs: round.nowMs() - startedAtMs });
  return acknowledged;
}

/** Ends when both have: a session that follows a failed claim must not send beside what is still being sent. */
async function both<A, B>(one: Promise<A>, other: Promise<B> | undefined) {
  const [first, second] = await Promise.allSettled([one, other]);
  if (first.status === 'rejected') throw first.reason;
  if (second.status === 'rejected') throw second.reason;
  return [first.value, second.value] as const;
}

function reportFailure(round: Round, error: unknown, attempt: number, at?: TopicPartition): void {
  const code = codeOf(error);
  round.setState('retrying', reasonOf(error));
  const fields = { err: error, code, attempt, ...at };
  if (attempt === 1)
    round.logger.error(fields, 'the relay cannot go on; the outbox holds what is said meanwhile');
  else round.logger.warn(fields, 'the relay tries again');
}

/** A pause that a stop ends; a publication does not, or a busy service would hammer a log that is away. */
async function pause(round: Round, attempt: number): Promise<void> {
  const untilMs = performance.now() + backOffMs(attempt, RETRY, round.random);
  while (!round.isStopping() && performance.now() < untilMs) {
    await round.bell.wait(Math.max(1, untilMs - performance.now()));
  }
}

/** Wakes the relay in charge when it lives in another process. A lost notification costs one poll. */
function createNotifier(db: Database, isNeedless: () => boolean): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    if (isNeedless() || timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      if (!isNeedless()) db.query(NOTIFY).catch(() => undefined); // the poll finds the rows
    }, NOTIFY_EVERY_MS);
  };
}
