import type { Handle } from '../database/deliver-batch.ts';
import type { Database, DatabaseLogger, Transaction } from '../database/ports.ts';
import { failpoint } from '../run/failpoint.ts';
import { type ParkedKeyName, PIECE_RECORDS, type Piece, redrivePiece } from './redrive-piece.ts';
import { COUNT_WAITING } from './redrive-queries.ts';

export interface RedrivePorts {
  readonly db: Database;
  readonly handle: Handle;
  readonly logger: DatabaseLogger;
  readonly nowMs: () => number;
  /** Told of each piece in its transaction, after its locks are taken: writes down who asked for it and why. */
  readonly onPiece: (tx: Transaction, piece: Piece) => Promise<void>;
  readonly pieceRecords?: number;
}

export interface Redriven {
  /** `released`: nothing waits any more; `waiting`: ask again; `parked`: at fault again. */
  readonly state: 'released' | 'waiting' | 'parked';
  readonly moved: number;
  readonly waiting: number;
}

/** Whoever asks waits no longer than this, and asks again for the rest; shorter than callers wait for an answer. */
const REDRIVE_MS_MAX = 5_000;
const PIECES_MAX = 200;

/**
 * Releases a parked key piece by piece, each in a transaction of its own, until nothing waits, a record is at fault again, or the time is
 * up. Killed in the middle it has done some pieces whole and the others not at all: run it again. Null when the key is not parked. Rejects
 * with what must be waited out; the pieces before stay done.
 */
export async function redriveKey(
  { db, handle, logger, nowMs, onPiece, pieceRecords = PIECE_RECORDS }: RedrivePorts,
  name: ParkedKeyName,
): Promise<Redriven | null> {
  const untilMs = nowMs() + REDRIVE_MS_MAX;
  let moved = 0;
  let last: Piece | undefined;
  for (let pieces = 0; pieces < PIECES_MAX && (last === undefined || nowMs() < untilMs); pieces++) {
    const piece = await db.transaction(async (tx) => {
      const done = await redrivePiece(tx, handle, name, pieceRecords);
      if (done !== null) await onPiece(tx, done);
      return done;
    });
    failpoint('redrive-committed');
    if (piece === null && last === undefined) return null;
    moved += piece?.moved ?? 0;
    if (piece === null || piece.isEmpty) return { state: 'released', moved, waiting: 0 };
    last = piece;
    if (piece.isStuck) break;
  }
  const waiting = await countWaiting(db, name.stream, last?.key ?? '');
  const state = last?.isStuck === true ? 'parked' : 'waiting';
  if (state === 'parked') {
    logger.warn({ ...name, records: waiting }, 'a released key is at fault again and waits on');
  }
  return { state, moved, waiting };
}

async function countWaiting(db: Database, stream: string, key: string): Promise<number> {
  const { rows } = await db.query<{ waiting: number }>(COUNT_WAITING, [stream, key]);
  return rows[0]?.waiting ?? 0;
}
