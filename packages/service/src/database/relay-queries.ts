import type { NewRecord, TopicPartition } from '@told/event-log';
import type { Session, Statement } from './ports.ts';
import { parseHeaders } from './stored-bytes.ts';

/** Advisory locks live in their database, so one number serves every service. */
const RELAY_LOCK = 7_418_003;

const LOCK: Statement = { name: 'relay_lock', text: 'SELECT pg_try_advisory_lock($1) AS held' };
const LISTEN: Statement = { name: 'relay_listen', text: 'LISTEN told_outbox' };
/** A standby's publications wake the relay in charge. A notification of its own: inside a publishing transaction it would
 *  make all of them commit one at a time. */
export const NOTIFY: Statement = { name: 'relay_notify', text: 'NOTIFY told_outbox' };
const ANY_WAITING: Statement = {
  name: 'outbox_any',
  text: 'SELECT EXISTS (SELECT FROM outbox) AS waiting',
};
const RETIRE_AND_LOCK: Statement = {
  name: 'outbox_retire',
  text: `WITH retired AS (DELETE FROM outbox WHERE id = ANY ($1::bigint[]))
         SELECT FROM outbox_relay FOR UPDATE`,
};
const CLAIM: Statement = {
  name: 'outbox_claim',
  text: `WITH oldest AS MATERIALIZED (
           SELECT id, topic, partition, key, value, headers FROM outbox ORDER BY id LIMIT $1
         ), claimed AS (
           UPDATE outbox_relay SET claimed_through = greatest(claimed_through, last)
           FROM (SELECT max(id) AS last FROM oldest) AS end_of_oldest WHERE last IS NOT NULL
         )
         SELECT * FROM oldest ORDER BY id`,
};

export type OutboxRow = TopicPartition & { readonly id: number; readonly record: NewRecord };

/** True when this session is now the one relay of its database, woken by notifications. */
export async function takeRelayLock(session: Session): Promise<boolean> {
  const { rows } = await session.query<{ held: boolean }>(LOCK, [RELAY_LOCK]);
  if (rows[0]?.held !== true) return false;
  await session.query(LISTEN);
  return true;
}

export async function isAnyWaiting(session: Session): Promise<boolean> {
  const { rows } = await session.query<{ waiting: boolean }>(ANY_WAITING);
  return rows[0]?.waiting === true;
}

/**
 * In one transaction: deletes what the log has acknowledged, reads the oldest rows that remain and claims them. Once it has
 * resolved the claim is durable, and only then may the rows be sent. The claim's row is locked before the outbox is read
 * (and by a statement of its own, for a fresh snapshot), so a row is either replaced before it is claimed or not at all.
 */
export function retireAndClaim(
  session: Session,
  acknowledged: readonly number[],
  limit: number,
): Promise<readonly OutboxRow[]> {
  return session.transaction(async (tx) => {
    await tx.query(RETIRE_AND_LOCK, [acknowledged]);
    const { rows } = await tx.query<StoredRow>(CLAIM, [limit]);
    return rows.map(toOutboxRow);
  });
}

type StoredRow = TopicPartition & {
  readonly id: number;
  readonly key: Buffer;
  readonly value: Buffer;
  readonly headers: string;
};

const toOutboxRow = ({ id, topic, partition, key, value, headers }: StoredRow): OutboxRow => ({
  id,
  topic,
  partition,
  record: { key, value, headers: parseHeaders(headers) },
});
