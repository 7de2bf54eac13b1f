import { createMemoryLog } from '@told/event-log';
import { createPublisher, type Database, openDatabase, type Publisher } from '@told/service';
import { makeOutgoing, type Outgoing, PARTITIONS } from './work.ts';

/** Records in a transaction: intake's, when it is busy. */
const CHUNK = 500;

/** A publisher for one topic; a log is only asked for its partitions. */
export async function createTopicPublisher(topic: string): Promise<Publisher> {
  const log = createMemoryLog();
  await log.createTopics([{ name: topic, partitions: PARTITIONS, retentionMs: null }]);
  return createPublisher({ log });
}

export const publishSome = (
  db: Database,
  publisher: Publisher,
  topic: string,
  records: readonly Outgoing[],
): Promise<void> =>
  db.transaction((tx) =>
    publisher.publish(
      tx,
      records.map(({ key, value, headers }) => ({ topic, key: key.toString(), value, headers })),
    ),
  );

/** Puts the records of these numbers into an outbox, in their order. */
export async function fillOutbox(
  url: string,
  topic: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const db = openDatabase({ url, name: 'fill' });
  const publisher = await createTopicPublisher(topic);
  for (let at = from; at < to; at += CHUNK)
    await publishSome(db, publisher, topic, makeOutgoing(at, Math.min(at + CHUNK, to)));
  await db.close();
}
