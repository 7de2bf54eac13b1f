import type { Database, KeyService, RewrappedKeys, Transaction } from '@told/service';
import { destroyAgain } from '../erasures/keep-erasing.ts';
import { lockKeys } from '../erasures/lock-keys.ts';

export interface RewrapPorts {
  readonly db: Database;
  readonly keys: KeyService;
  readonly nowMs: () => number;
  /** Says who asked for it and why, in the transaction that begins it. */
  readonly onBegun: (tx: Transaction) => Promise<unknown>;
  readonly pieceSlots?: number;
}

/** Nobody else is answered while a piece is worked through: some milliseconds. */
const PIECE_SLOTS = 500;
/** Whoever asks waits no longer, and asks again for the rest; shorter than callers wait for an answer. */
const REWRAP_MS_MAX = 2_000;
const FIRST_SLOT = 1;

/**
 * Wraps data keys anew with the first of the master keys, from this place on, piece by piece, until all were looked at or the time is up. Cut
 * anywhere, each key is wrapped with one or the other: ask again. Rejects with `keys-unavailable`, retryable, where it stands.
 */
export async function rewrapKeys(
  { db, keys, nowMs, onBegun, pieceSlots = PIECE_SLOTS }: RewrapPorts,
  from = FIRST_SLOT,
): Promise<RewrappedKeys> {
  const untilMs = nowMs() + REWRAP_MS_MAX;
  let done = { rewrapped: 0, standing: 0, damaged: 0 };
  for (let next: number | null = from; ; ) {
    const at: number = next;
    const piece = await db.transaction(async (tx) => {
      if (at === FIRST_SLOT) await onBegun(tx);
      await lockKeys(tx);
      return keys.rewrap(at, pieceSlots);
    });
    done = {
      rewrapped: done.rewrapped + piece.rewrapped,
      standing: done.standing + piece.standing,
      damaged: done.damaged + piece.damaged,
    };
    next = piece.next;
    if (next !== null && nowMs() < untilMs) continue;
    // A process that was stopped between a look and a write of its own may have lost the lock meanwhile.
    if (next === null) await destroyAgain(db, keys);
    return { ...piece, ...done };
  }
}
