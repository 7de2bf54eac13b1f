import type { NewRecord, TopicPartition } from '@told/event-log';
import { failpoint } from '../run/failpoint.ts';
import type { Session, Statement } from './ports.ts';
import { parseHeaders } from './stored-bytes.ts';
import { together } from './together.ts';

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
const CLAIM: Statement = {
  name: 'outbox_claim',
  text: 'SELECT outbox_claim($1::bigint[], $2) AS "lastId"',
};
const READ_CLAIMED: Statement = {
  name: 'outbox_read_claimed',
  text: `SELECT id, topic, partition, key, value, headers FROM outbox
          WHERE id > $1 AND id <= (SELECT claimed_through FROM outbox_relay) ORDER BY id`,
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
 * Deletes what the log has acknowledged, claims the oldest rows that remain, and reads them. The claim is durable before anything is read,
 * and only then may rows be sent; those of other keys that were committed late may come with them.
 *
 * `underWay`: rows that are being sent meanwhile. They stay, and what lies beyond the last of them is claimed and read; what was
 * committed late below it is left for a call without.
 */
export async function retireAndClaim(
  session: Session,
  acknowledged: readonly number[],
  limit: number,
  underWay: readonly OutboxRow[] = [],
): Promise<readonly OutboxRow[]> {
  // The reading travels with the claim: it begins once that is committed.
  const [claimed, read] = await together([
    session.query<{ lastId: number | null }>(CLAIM, [acknowledged, limit + underWay.length]),
    session.query<StoredRow>(READ_CLAIMED, [underWay.at(-1)?.id ?? 0]),
  ]);
  if (acknowledged.length > 0) failpoint('relay-retired');
  if ((claimed.rows[0]?.lastId ?? null) === null) return [];
  failpoint('relay-claim-committed');
  return read.rows.map(toOutboxRow);
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
