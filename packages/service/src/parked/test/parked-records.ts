import type { StoredRecord } from '@told/event-log';
import { arrangeBySequence } from '../../database/arrange-by-sequence.ts';
import { deadLetter } from '../../database/dead-letter.ts';
import type { Handle } from '../../database/deliver-batch.ts';
import { parkRecords } from '../../database/park-records.ts';
import type { Database, Transaction } from '../../database/ports.ts';
import { digestKey } from '../../database/stored-bytes.ts';
import type { ParkedKeyName } from '../redrive-piece.ts';

export const TOPIC = 'told.changes';
export const KEY = 'a';
export const NAME: ParkedKeyName = { stream: TOPIC, keyDigest: digestKey(KEY) };

export const recordOf = (text: string, offset: number, key = KEY): StoredRecord => ({
  ...{ topic: TOPIC, partition: 2, offset: BigInt(offset), timestampMs: 1_270_425_600_000 },
  ...{ key: Buffer.from(key), value: Buffer.from(text), headers: {} },
});

const INSERT = {
  name: 'insert_effects_in_order',
  text: 'INSERT INTO effect (key, id) SELECT * FROM unnest($1::text[], $2::text[])',
};

/** Texts of what is at fault: refused, or not to be read. */
export interface Faults {
  readonly refused?: ReadonlySet<string>;
  readonly unreadable?: ReadonlySet<string>;
}

const textOf = ({ value }: StoredRecord): string => value.toString();

/** A topic without a sequence: every record takes effect as it comes. */
export function takeEach({ refused, unreadable }: Faults = {}): Handle {
  return async (tx, records) => {
    const read: StoredRecord[] = [];
    for (const record of records) {
      if (unreadable?.has(textOf(record))) await deadLetter(tx, { record, cause: 'illegal-value' });
      else read.push(record);
    }
    await takeEffect(tx, read, refused);
  };
}

/** A topic whose records say which they are of their key, as text. */
export function takeInSequence({ refused, unreadable }: Faults = {}): Handle {
  return async (tx, records) => {
    const read: StoredRecord[] = [];
    for (const record of records) {
      if (unreadable?.has(textOf(record))) await deadLetter(tx, { record, cause: 'illegal-value' });
      else read.push(record);
    }
    const arrivals = read.map((record) => ({
      key: record.key.toString(),
      sequence: Number(textOf(record)),
      id: `00000000-0000-4000-8000-${textOf(record).padStart(12, '0')}`,
      record,
    }));
    const { next } = await arrangeBySequence(tx, TOPIC, arrivals);
    const taken = next.map(({ record }) => record);
    await takeEffect(tx, taken, refused);
  };
}

async function takeEffect(
  tx: Transaction,
  records: readonly StoredRecord[],
  refused: ReadonlySet<string> | undefined,
): Promise<void> {
  const texts = records.map(textOf);
  await tx.query(INSERT, [records.map(({ key }) => key.toString()), texts]);
  if (texts.some((text) => refused?.has(text))) {
    throw Object.assign(new Error('refused'), { code: 'not-to-my-taste' });
  }
}

/** Parks these texts in their order: the first failed, the others behind it, unread. */
export function parkTexts(db: Database, texts: readonly string[], from = 0): Promise<void> {
  return db.transaction((tx) =>
    parkRecords(
      tx,
      TOPIC,
      texts.map((text, index) => ({
        key: KEY,
        ...(index + from === 0
          ? { reason: 'failed' as const, cause: 'not-to-my-taste' }
          : { reason: 'key-parked' as const }),
        record: recordOf(text, from + index),
      })),
    ),
  );
}

export const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
