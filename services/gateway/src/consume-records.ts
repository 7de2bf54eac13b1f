import type { Codec } from '@told/codec';
import type { StoredRecord } from '@told/event-log';
import type { Transaction } from '@told/service';
import type { Decider } from './decisions/create-decider.ts';
import { keepOutcomes } from './outcomes/keep-outcomes.ts';
import { agencyOfOutcomes, CHANGES_TOPIC } from './topics.ts';

/**
 * One batch is decided while the database writes another; both lock in the same order, as two processes do. Of a partition so many records at
 * once: whoever withdraws a consent waits for a batch that is about the same person, and what is under way is what the memory must hold.
 */
export const BATCHES = { sideBySide: 2, maxBatchRecords: 200 } as const;

/** What the gateway does with a batch, which is always of one topic. */
export function createRecordHandler(ports: {
  readonly codec: Codec;
  readonly decide: Decider;
}): (tx: Transaction, records: readonly StoredRecord[]) => Promise<void> {
  return async (tx, records) => {
    const topic = records[0]?.topic ?? '';
    const agency = agencyOfOutcomes(topic);
    if (topic === CHANGES_TOPIC) await ports.decide(tx, records);
    else if (agency !== undefined) {
      await keepOutcomes(tx, { codec: ports.codec, agency }, records);
    } else throw new TypeError('the gateway consumes changes and outcomes only');
  };
}
