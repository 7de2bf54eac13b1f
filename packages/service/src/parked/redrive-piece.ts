import type { StoredRecord } from '@told/event-log';
import type { Handle } from '../database/deliver-batch.ts';
import { codeOf, isRetryable } from '../database/errors.ts';
import { handRecords } from '../database/hand-records.ts';
import type { Transaction } from '../database/ports.ts';
import { type ParkedRow, readParkedRow } from '../database/take-parked.ts';
import { failpoint } from '../run/failpoint.ts';
import {
  BEGIN_PIECE,
  END_PIECE,
  LOCK_BY_DIGEST,
  MARK_FAILED,
  READ_PIECE,
  READ_RETURNED,
  TAKE_OUT,
  UNPARK_EMPTY,
} from './redrive-queries.ts';

/** A parked key, as operators and logs name it. */
export interface ParkedKeyName {
  readonly stream: string;
  /** First 16 hex digits of the key's SHA-256. */
  readonly keyDigest: string;
}

export interface Piece {
  readonly key: string;
  /** Records that took effect, or had done so before. */
  readonly moved: number;
  /** Nothing waits any more. */
  readonly isEmpty: boolean;
  /** The next piece would come no further: the record whose turn it is, is at fault again. */
  readonly isStuck: boolean;
}

/** Records a transaction: what is locked meanwhile waits no longer than for a batch. */
export const PIECE_RECORDS = 500;

type Row = ParkedRow & { readonly position: string; readonly isUnread: boolean };

interface Place {
  readonly stream: string;
  readonly key: string;
}

/**
 * Hands the next records of a parked key to the handler that met them first, in the open transaction, in their order. Arrivals of the key
 * wait until it ends, and then queue behind what is left. What is at fault again keeps its place, with its new cause, and everything behind
 * it waits on. Null when the key is not parked. Rejects only with what must be waited out, or a fault of the programmer.
 */
export async function redrivePiece(
  tx: Transaction,
  handle: Handle,
  { stream, keyDigest }: ParkedKeyName,
  recordsMax = PIECE_RECORDS,
): Promise<Piece | null> {
  const locked = await tx.query<{ key: string }>(LOCK_BY_DIGEST, [stream, keyDigest]);
  const key = locked.rows[0]?.key;
  if (key === undefined) return null;
  const place = { stream, key };
  const { rows } = await tx.query<Row>(READ_PIECE, [stream, key, recordsMax]);
  await tx.query(BEGIN_PIECE, [stream, key]);
  const done =
    (await redriveTogether(tx, handle, place, rows)) ??
    (await redriveSingly(tx, handle, place, rows));
  failpoint('redrive-applied');
  const { rowCount: emptied } = await tx.query(UNPARK_EMPTY, [stream, key]);
  if (emptied === 0) await tx.query(END_PIECE, [stream, key]);
  return { key, moved: done.moved, isEmpty: emptied > 0, isStuck: done.isStuck };
}

type Done = Pick<Piece, 'moved' | 'isStuck'>;

/** Null when a record is refused or cannot be read: nothing has been done then. */
async function redriveTogether(
  tx: Transaction,
  handle: Handle,
  place: Place,
  rows: readonly Row[],
): Promise<Done | null> {
  try {
    return await tx.savepoint(async () => {
      const { returned, unread } = await hand(tx, handle, place, rows);
      if (unread > 0) throw new Refused();
      // Parked again with its sequence by now, a record may be overtaken by an earlier one that lies behind it.
      const isStuck = returned === rows.length && !rows.some(({ isUnread }) => isUnread);
      return { moved: rows.length - returned, isStuck: rows.length > 0 && isStuck };
    });
  } catch (error) {
    if (isRetryable(error)) throw error;
    return null;
  }
}

/** Undoes a piece in which a record cannot be read: those behind it must not overtake it. */
class Refused extends Error {}

async function redriveSingly(
  tx: Transaction,
  handle: Handle,
  place: Place,
  rows: readonly Row[],
): Promise<Done> {
  let moved = 0;
  for (const row of rows) {
    try {
      const { returned, unread } = await tx.savepoint(() => hand(tx, handle, place, [row]));
      if (unread > 0) return { moved, isStuck: true };
      moved += 1 - returned;
    } catch (error) {
      if (isRetryable(error)) throw error;
      await tx.query(MARK_FAILED, [row.position, codeOf(error)]);
      return { moved, isStuck: true };
    }
  }
  return { moved, isStuck: moved === 0 && !rows.some(({ isUnread }) => isUnread) };
}

interface Returned {
  readonly returned: number;
  readonly unread: number;
}

/** Takes records out and hands them over; tells how many came back. */
async function hand(
  tx: Transaction,
  handle: Handle,
  { stream, key }: Place,
  rows: readonly Row[],
): Promise<Returned> {
  if (rows.length === 0) return { returned: 0, unread: 0 };
  const records = rows.map(readParkedRow);
  await tx.query(TAKE_OUT, [rows.map(({ position }) => position)]);
  await handRecords(handle, tx, records);
  const found = await tx.query<Returned>(READ_RETURNED, [stream, key, ...placesOf(records)]);
  return found.rows[0] ?? { returned: 0, unread: 0 };
}

const placesOf = (records: readonly StoredRecord[]): readonly unknown[] => [
  records.map(({ topic }) => topic),
  records.map(({ partition }) => partition),
  records.map(({ offset }) => offset),
];
