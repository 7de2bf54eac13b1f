// A member of a group, to be stopped and woken. Its database is the parent process: it asks there, and waits for the answer.
import { setTimeout as sleep } from 'node:timers/promises';
import { LogError, type Position, type StoredRecord } from '@told/event-log';
import { createKafkaLog } from '../src/index.ts';

/** What the member tells or asks; the parent answers what bears a number. */
export type FromMember =
  | { readonly kind: 'position'; readonly ask: number; readonly partition: number }
  | { readonly kind: 'apply'; readonly ask: number; readonly batch: readonly StoredRecord[] }
  | { readonly kind: 'began'; readonly partition: number }
  | { readonly kind: 'retry'; readonly code: string | undefined }
  | { readonly kind: 'assigned'; readonly partitions: readonly number[] };
export interface ToMember {
  readonly ask: number;
  readonly position?: Position | undefined;
  readonly isRefused?: boolean;
}

const [brokers = '', topic = '', group = '', leaseMs = '', handleMs = ''] = process.argv.slice(2);
const waiting = new Map<number, (answer: ToMember) => void>();
let asks = 0;

const tell = (message: FromMember): void => void process.send?.(message);
function ask(question: (ask: number) => FromMember): Promise<ToMember> {
  asks += 1;
  const number = asks;
  tell(question(number));
  return new Promise((resolve) => waiting.set(number, resolve));
}

process.on('message', (answer: ToMember) => {
  waiting.get(answer.ask)?.(answer);
  waiting.delete(answer.ask);
});

const log = createKafkaLog({
  ...{ brokers: brokers.split(','), clientId: 'zombie', leaseMs: Number(leaseMs) },
  commitIntervalMs: 200,
});
const subscription = await log.subscribe({
  ...{ group, topics: [topic], from: 'earliest', maxBatchRecords: 20 },
  positionOf: async ({ partition }) =>
    (await ask((number) => ({ kind: 'position', ask: number, partition }))).position,
  async handle(batch) {
    tell({ kind: 'began', partition: batch[0]?.partition ?? -1 });
    await sleep(Number(handleMs));
    const { isRefused } = await ask((number) => ({ kind: 'apply', ask: number, batch }));
    if (isRefused) throw new LogError('stale-member');
  },
  onRetry: (error) => tell({ kind: 'retry', code: (error as Partial<LogError>).code }),
});
const telling = setInterval(
  () =>
    tell({
      kind: 'assigned',
      partitions: subscription.assigned().map(({ partition }) => partition),
    }),
  50,
);
process.on('disconnect', () => {
  clearInterval(telling);
  void log.close();
});
