import { setTimeout as sleep } from 'node:timers/promises';
import { createPostgresLog } from '@told/event-log';
import { measurePssBytes, type Stack } from '@told/stack';
import { CHANGES_TOPIC } from '../../../services/gateway/src/topics.ts';
import { within } from './load-people.ts';

const POLL_MS = 500;
const DRAIN_MS_MAX = 900_000;

const READ_PROGRESS = `
  SELECT partition, next_offset::text AS next, EXISTS (SELECT FROM outbox) AS waiting FROM watermark
  WHERE consumer_group = 'gateway' AND topic = '${CHANGES_TOPIC}'`;

type Progress = { readonly partition: number; readonly next: string; readonly waiting: boolean };

/** True while changes wait to be decided; with `said`, also while what was decided waits for the log. */
export async function isBehind(
  stack: Stack,
  { said }: { readonly said: boolean },
): Promise<boolean> {
  if (stack.log.kind !== 'embedded') throw new TypeError('the log is embedded');
  const log = createPostgresLog({ connectionString: stack.log.url, clientId: 'watch' });
  const bounds = await log.bounds(CHANGES_TOPIC);
  await log.close();
  const progress = await within(
    stack.adminUrl('gateway'),
    async (client) => (await client.query<Progress>(READ_PROGRESS)).rows,
  );
  const isPartBehind = bounds.some(({ partition, end }) => {
    const next = progress.find((one) => one.partition === partition)?.next ?? '0';
    return BigInt(next) < end;
  });
  return isPartBehind || (said && progress.some(({ waiting }) => waiting));
}

/** Rejects when the gateway does not get there. */
export async function waitUntilDone(stack: Stack): Promise<void> {
  const deadline = performance.now() + DRAIN_MS_MAX;
  while (await isBehind(stack, { said: true })) {
    if (performance.now() > deadline) throw new Error('the gateway decides all that it is told');
    await sleep(POLL_MS);
  }
}

/** Reads the gateway's memory until told to stop; answers the most it was, in bytes. */
export function watchMemory(stack: Stack): () => number | undefined {
  let most: number | undefined;
  const read = (): void => {
    const pid = stack.service('gateway').pid();
    const bytes = pid === undefined ? undefined : measurePssBytes([pid]);
    if (bytes !== undefined) most = Math.max(most ?? 0, bytes);
  };
  const timer = setInterval(read, POLL_MS);
  return () => {
    clearInterval(timer);
    read();
    return most;
  };
}
