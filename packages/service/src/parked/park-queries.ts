import type { Database, Statement, Transaction } from '../database/ports.ts';
import type { ParkedKeyName } from './redrive-piece.ts';

/** A key that waits. */
export interface ParkedKeyRow extends ParkedKeyName {
  /** Why it waits: of the record at fault; `key-parked` when nothing is at fault any more and its release was cut short. */
  readonly cause: string;
  /** The error's or the reading's own code, where there is one. */
  readonly code: string | null;
  readonly partition: number | null;
  readonly offset: string | null;
  /** When the record at fault was written to the log. */
  readonly toldAtMs: number | null;
  /** Records that wait, the one at fault included. */
  readonly records: number;
}

export interface ParkedFilter {
  readonly topic: string | null;
  readonly keyDigest: string | null;
  readonly cause: string | null;
  /** Behind this one; null: from the first. */
  readonly after: ParkedKeyName | null;
  readonly limit: number;
}

/** The record at fault, else the next one. */
const AT_FAULT = `(reason = 'key-parked'), sequence NULLS FIRST, partition, "offset"`;

// A page begins at a bound that is always given: asked for only where there is one, a plan made once for all values would go through all before it.
export const LIST_KEYS: Statement = {
  name: 'parked_key_list',
  text: `SELECT k.stream, k.key_digest AS "keyDigest", k.reason AS cause, f.cause AS code, f.partition, f."offset", f."toldAtMs", c.records
         FROM (SELECT stream, key, key_digest, reason FROM parked_key
               WHERE ($1::text IS NULL OR stream = $1) AND ($2::text IS NULL OR key_digest = $2) AND ($3::text IS NULL OR reason = $3)
                 AND (stream, key_digest) > (coalesce($4::text, ''), coalesce($5::text, ''))
               ORDER BY stream, key_digest LIMIT $6) AS k
              CROSS JOIN LATERAL (SELECT count(*) AS records FROM parked_record r WHERE r.stream = k.stream AND r.key = k.key) AS c
              LEFT JOIN LATERAL (
                SELECT cause, partition, "offset"::text AS "offset", timestamp_ms AS "toldAtMs" FROM parked_record r
                WHERE r.stream = k.stream AND r.key = k.key ORDER BY ${AT_FAULT.replaceAll('"offset"', 'r."offset"')} LIMIT 1
              ) AS f ON true
         ORDER BY k.stream, k.key_digest`,
};

export async function listParkedKeys(
  db: Database,
  { topic, keyDigest, cause, after, limit }: ParkedFilter,
): Promise<readonly ParkedKeyRow[]> {
  const behind = [after?.stream ?? null, after?.keyDigest ?? null];
  const { rows } = await db.query<ParkedKeyRow>(LIST_KEYS, [
    ...[topic, keyDigest, cause],
    ...behind,
    limit,
  ]);
  return rows;
}

/** A record that waits, without what it says. */
export interface ParkedRecordRow {
  readonly partition: number;
  readonly offset: string;
  readonly cause: string;
  readonly code: string | null;
  readonly sequence: number | null;
  readonly toldAtMs: number;
}

const LIST_RECORDS: Statement = {
  name: 'parked_record_list',
  text: `SELECT partition, "offset"::text AS offset, reason AS cause, cause AS code, sequence, timestamp_ms AS "toldAtMs"
         FROM parked_record WHERE stream = $1 AND key = (SELECT key FROM parked_key WHERE stream = $1 AND key_digest = $2 LIMIT 1)
         ORDER BY (reason = 'key-parked'), sequence NULLS FIRST, partition, parked_record."offset" LIMIT $3`,
};

/** The records of one key, those at fault first. */
export async function listParkedRecords(
  db: Database,
  { stream, keyDigest }: ParkedKeyName,
  limit: number,
): Promise<readonly ParkedRecordRow[]> {
  const { rows } = await db.query<ParkedRecordRow>(LIST_RECORDS, [stream, keyDigest, limit]);
  return rows;
}

/** Where a record is in its topic. */
export interface RecordPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

export interface DeadLetterRow {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly cause: string;
  readonly digest: string;
  readonly toldAtMs: number;
  /** The parked key with which its record waits; null: it does not wait. */
  readonly keyDigest: string | null;
  /** What an operator did about it last; null: nothing. */
  readonly decision: 'dead-lettered' | 'redriven' | null;
  readonly reason: string | null;
}

export interface DeadLetterFilter {
  readonly topic: string | null;
  readonly cause: string | null;
  /** `waiting`: its record waits; `dead`: taken out by an operator; `redriven`: neither. */
  readonly state: 'waiting' | 'dead' | 'redriven' | null;
  readonly after: RecordPlace | null;
  readonly at: RecordPlace | null;
  readonly limit: number;
}

const deadLetters = (
  from: string,
): string => `SELECT d.topic, d.partition, d."offset"::text AS offset, d.cause, d.digest,
                d.timestamp_ms AS "toldAtMs", w."keyDigest", s.decision, s.reason
         FROM dead_letter d
              LEFT JOIN LATERAL (
                SELECT k.key_digest AS "keyDigest" FROM parked_record r JOIN parked_key k USING (stream, key)
                WHERE r.topic = d.topic AND r.partition = d.partition AND r."offset" = d."offset" LIMIT 1
              ) AS w ON true
              LEFT JOIN LATERAL (
                SELECT decision, reason FROM dead_letter_decision s
                WHERE s.topic = d.topic AND s.partition = d.partition AND s."offset" = d."offset" ORDER BY decision_no DESC LIMIT 1
              ) AS s ON true
         WHERE ($1::text IS NULL OR d.topic = $1) AND ($2::text IS NULL OR d.cause = $2)
           AND ($3::text IS NULL OR $3 = CASE WHEN w."keyDigest" IS NOT NULL THEN 'waiting'
                                              WHEN s.decision = 'dead-lettered' THEN 'dead' ELSE 'redriven' END)
           AND (d.topic, d.partition, d."offset") ${from}
         ORDER BY d.topic, d.partition, d."offset" LIMIT $7`;

export const LIST_DEAD = {
  after: {
    name: 'dead_letter_list',
    text: deadLetters(`> (coalesce($4::text, ''), coalesce($5::int, 0), coalesce($6::bigint, 0))`),
  },
  at: {
    name: 'dead_letter_find',
    text: deadLetters('= ($4::text, $5::int, $6::bigint)'),
  },
} as const satisfies Readonly<Record<string, Statement>>;

export async function listDeadLetters(
  db: Pick<Transaction, 'query'>,
  { topic, cause, state, after, at, limit }: DeadLetterFilter,
): Promise<readonly DeadLetterRow[]> {
  const statement = at === null ? LIST_DEAD.after : LIST_DEAD.at;
  const place = at ?? after;
  const { rows } = await db.query<DeadLetterRow>(statement, [
    ...[topic, cause, state],
    ...[place?.topic ?? null, place?.partition ?? null, place?.offset ?? null],
    limit,
  ]);
  return rows;
}

/** How a dead letter stands. Pure. */
export function stateOfDeadLetter({ keyDigest, decision }: DeadLetterRow): DeadLetterState {
  if (keyDigest !== null) return 'waiting';
  return decision === 'dead-lettered' ? 'dead' : 'redriven';
}

export type DeadLetterState = NonNullable<DeadLetterFilter['state']>;
