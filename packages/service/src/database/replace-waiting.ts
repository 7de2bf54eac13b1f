import { RECORD_BYTES_MAX } from '@told/event-log';
import { DatabaseError } from './errors.ts';
import type { Statement, Transaction } from './ports.ts';
import { together } from './together.ts';

/** Names a record said earlier: what it was published with, and the `ce_id` of its headers. */
export type SaidRecord = { readonly topic: string; readonly key: string; readonly id: string };

/** A record that no relay has claimed, and that none can claim before this transaction ends. */
export type WaitingRecord = SaidRecord & {
  /** Of its row in the outbox. */
  readonly row: number;
  readonly value: Buffer;
};

const LOCK_CLAIM: Statement = {
  name: 'outbox_lock_claim',
  text: 'SELECT FROM outbox_relay FOR SHARE',
};

// By the claim first: the rows beyond it are few, unless the log is away; then by topic and key. Only what is left is parsed. IS TRUE has the
// wanted looked up in a table of hashes: as an array or a join, each record would be held against each of them.
export const FIND: Statement = {
  name: 'outbox_find_waiting',
  text: `WITH wanted AS MATERIALIZED (
           SELECT topic, convert_to(key, 'UTF8') AS key, id FROM unnest($1::text[], $2::text[], $3::text[]) AS w (topic, key, id)
         ), near AS MATERIALIZED (
           SELECT id, topic, key, value, headers FROM outbox
           WHERE id > (SELECT claimed_through FROM outbox_relay) AND ((topic, key) IN (SELECT topic, key FROM wanted)) IS TRUE
           ORDER BY id FOR UPDATE
         )
         SELECT n.id AS row, n.topic, convert_from(n.key, 'UTF8') AS key, n.headers::json ->> 'ce_id' AS id, n.value FROM near n
         WHERE ((n.topic, n.key, n.headers::json ->> 'ce_id') IN (SELECT topic, key, id FROM wanted)) IS TRUE
         ORDER BY n.id`,
};

const REPLACE: Statement = {
  name: 'outbox_replace_waiting',
  text: `UPDATE outbox o SET value = n.value FROM unnest($1::bigint[], $2::bytea[]) AS n (id, value) WHERE o.id = n.id`,
};

/**
 * Holds the relay's next claim off until this transaction ends, and gives those of the records that it has not claimed: these may be
 * replaced. What is not given may have left. Call it after every other lock, and commit soon: the relay waits.
 */
export async function lockWaiting(
  tx: Transaction,
  wanted: readonly SaidRecord[],
): Promise<readonly WaitingRecord[]> {
  if (wanted.length === 0) return [];
  const [claim, { rows }] = await together([
    tx.query(LOCK_CLAIM),
    tx.query<WaitingRecord>(FIND, [
      wanted.map((one) => one.topic),
      wanted.map((one) => one.key),
      wanted.map((one) => one.id),
    ]),
  ]);
  // Made by a migration; without it nobody knows what has left.
  if (claim.rowCount === 0) throw new TypeError('the outbox has no row for its relay');
  return rows;
}

/**
 * Gives waiting records another value, in place: headers, place and order stay. The records come from `lockWaiting` of this very
 * transaction. Throws `record-too-large`, and then nothing was replaced.
 */
export async function replaceWaiting(
  tx: Transaction,
  replaced: readonly Pick<WaitingRecord, 'row' | 'topic' | 'value'>[],
): Promise<void> {
  if (replaced.length === 0) return;
  for (const { topic, value } of replaced) {
    if (value.length > VALUE_BYTES_MAX) {
      throw new DatabaseError('record-too-large', { topic, sizeBytes: value.length });
    }
  }
  await tx.query(REPLACE, [replaced.map((one) => one.row), replaced.map((one) => one.value)]);
}

/** Leaves room for key and headers, which stay as they were: an eighth of what a record may hold. */
const VALUE_BYTES_MAX = RECORD_BYTES_MAX * (7 / 8);
