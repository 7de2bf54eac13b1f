import { type EventLog, LogError, recordDigest, type StoredRecord } from '@told/event-log';
import type { Handle } from '../database/deliver-batch.ts';
import { codeOf, isRetryable } from '../database/errors.ts';
import { handRecords } from '../database/hand-records.ts';
import { lockParkedKeys, parkRecords } from '../database/park-records.ts';
import type { Statement, Transaction } from '../database/ports.ts';
import { formatKey } from '../database/stored-bytes.ts';
import { problem } from '../http/problems.ts';
import { type Decided, keepDecision } from './dead-letter-parked.ts';
import { listDeadLetters, type RecordPlace, stateOfDeadLetter } from './park-queries.ts';

/** What gave up the record gives its sequence back. */
const UNSKIP: Statement = {
  name: 'sequence_skip_take_back',
  text: `WITH less AS (
           UPDATE sequence_skip SET skipped = skipped - 1 WHERE stream = $1 AND key = $2 AND skipped > 1 RETURNING 1
         )
         DELETE FROM sequence_skip WHERE stream = $1 AND key = $2 AND skipped = 1 AND NOT EXISTS (SELECT FROM less)`,
};

const IS_PARKED: Statement = {
  name: 'parked_record_is_parked',
  text: 'SELECT FROM parked_record WHERE topic = $1 AND partition = $2 AND "offset" = $3 LIMIT 1',
};

/** Reads one record of the log again. Throws the problems `record-gone` when the topic no longer has it, `redrive-refused` when its digest is wrong. */
export async function readRecord(log: EventLog, place: RecordPlace): Promise<StoredRecord> {
  const { topic, partition, offset } = place;
  try {
    for await (const records of log.read({ topic, partition, from: offset, to: offset + 1n })) {
      const found = records.find((record) => record.offset === offset);
      if (found !== undefined) return found;
    }
  } catch (error) {
    if (!(error instanceof LogError) || error.retryable) throw error;
    if (error.code === 'corrupt') {
      throw problem('redrive-refused', { detail: 'It does not match its digest.', cause: error });
    }
    throw problem('record-gone', { cause: error });
  }
  throw problem('record-gone');
}

/**
 * Gives a dead letter that an operator took out to its handler once more, in the open transaction: at once when its key flows, else it takes
 * its old place in the key that waits. Answers which. Throws the problems `not-at-fault` when it was redriven before, `record-gone` when the
 * log has another record there by now, and `redrive-refused` when its handler will not have it, as when later records of its key have
 * taken effect: nothing has changed then.
 */
export async function redriveDeadLetter(
  tx: Transaction,
  handle: Handle,
  record: StoredRecord,
  decided: Decided,
): Promise<'released' | 'waiting'> {
  const key = formatKey(record.key);
  const parked = await lockParkedKeys(tx, record.topic, [key]);
  const { topic, partition, offset } = record;
  const filter = { topic: null, cause: null, state: null, after: null, limit: 1 };
  const [letter] = await listDeadLetters(tx, { ...filter, at: { topic, partition, offset } });
  if (letter === undefined || stateOfDeadLetter(letter) !== 'dead') {
    throw problem('not-at-fault', { detail: 'It is no dead letter that an operator took out.' });
  }
  if (letter.digest !== recordDigest(record.key, record.value)) throw problem('record-gone');
  if (parked.has(key)) {
    await parkRecords(tx, topic, [{ key, reason: 'key-parked', record }]);
    await tx.query(UNSKIP, [topic, key]);
  } else await handOver(tx, handle, record);
  await keepDecision(tx, record, 'redriven', decided);
  return parked.has(key) ? 'waiting' : 'released';
}

async function handOver(tx: Transaction, handle: Handle, record: StoredRecord): Promise<void> {
  const { topic, partition, offset } = record;
  try {
    await tx.savepoint(() => handRecords(handle, tx, [record]));
  } catch (error) {
    if (isRetryable(error)) throw error;
    throw problem('redrive-refused', { detail: `It was refused again: ${codeOf(error)}.` });
  }
  const { rowCount } = await tx.query(IS_PARKED, [topic, partition, offset]);
  if (rowCount > 0) {
    throw problem('redrive-refused', {
      detail: 'It can still not be read, or it does not fit behind what its key has had since.',
    });
  }
}
