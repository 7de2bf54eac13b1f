import { setTimeout as sleep } from 'node:timers/promises';
import { recordDigest } from '../digest.ts';
import type {
  EventLog,
  NewRecord,
  Position,
  StoredRecord,
  SubscribeOptions,
  Subscription,
  TopicPartition,
} from '../port.ts';

let made = 0;

/** A topic of its own for each test. */
export async function createTopic(log: EventLog, partitions = 1): Promise<string> {
  made += 1;
  const name = `contract.${process.pid}.${made}`;
  await log.createTopics([{ name, partitions, retentionMs: null }]);
  return name;
}

export const record = (key: string, value: string | number): NewRecord => ({
  key: Buffer.from(key),
  value: Buffer.from(String(value)),
});

export const numbered = (count: number, from = 0): readonly NewRecord[] =>
  Array.from({ length: count }, (_, index) => record('k', from + index));

export const textOf = ({ value }: { readonly value: Buffer }): string => value.toString();

export async function readAll(
  log: EventLog,
  at: TopicPartition,
  from = 0n,
): Promise<readonly StoredRecord[]> {
  const all: StoredRecord[] = [];
  for await (const batch of log.read({ ...at, from })) all.push(...batch);
  return all;
}

/** Resolves when the condition holds. It is looked at every few milliseconds, for so long. */
export async function eventually(
  holds: () => boolean | Promise<boolean>,
  withinMs = 60_000,
): Promise<void> {
  const endMs = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > endMs) throw new Error(`did not hold within ${withinMs} ms: ${holds}`);
    await sleep(5);
  }
}

/** The database of a subscriber: its effects, and the watermark that moves with them. */
export interface Book {
  readonly seen: StoredRecord[];
  readonly positions: Map<string, Position>;
}
export const createBook = (): Book => ({ seen: [], positions: new Map() });

/** Subscribes as a service does: effects and watermark in one step, the position from the watermark. */
export function subscribe(
  log: EventLog,
  topic: string,
  book: Book,
  more: Partial<SubscribeOptions> = {},
): Promise<Subscription> {
  return log.subscribe({
    group: `group of ${topic}`,
    topics: [topic],
    from: 'earliest',
    positionOf: async ({ partition }) => book.positions.get(`${topic}/${partition}`),
    handle: async (batch) => note(book, batch),
    ...more,
  });
}

/** Writes a batch into the book. */
export function note(book: Book, batch: readonly StoredRecord[]): void {
  book.seen.push(...batch);
  const last = batch.at(-1);
  if (!last) return;
  const digest = recordDigest(last.key, last.value);
  book.positions.set(`${last.topic}/${last.partition}`, {
    next: last.offset + 1n,
    last: { offset: last.offset, digest },
  });
}
