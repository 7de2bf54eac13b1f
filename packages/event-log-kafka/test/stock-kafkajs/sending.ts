import type { NumberedText, OpenSender } from './ways-of-sending.ts';

/** A send that is still refused after so many tries is a fault of the test's own making. */
const TRIES_MAX = 100;

/** What was sent and acknowledged so far, and how often a way of sending said that something went wrong. */
export interface Sent {
  readonly acknowledged: NumberedText[];
  rejected: number;
}

export const createSent = (): Sent => ({ acknowledged: [], rejected: 0 });

/** Sends the same texts until they are acknowledged, as a careful caller does. */
export async function sendUntilAcknowledged(
  sender: OpenSender,
  topic: string,
  texts: readonly NumberedText[],
  sent: Sent,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await sender.send(topic, texts);
      break;
    } catch (error) {
      sent.rejected += 1;
      if (attempt >= TRIES_MAX) throw error;
    }
  }
  sent.acknowledged.push(...texts);
}

export interface Findings {
  readonly acknowledged: number;
  /** Records in the log. */
  readonly stored: number;
  /** Acknowledged, and not in the log. */
  readonly lost: number;
  /** In the log more than once: how many too many. */
  readonly doubled: number;
  /** Sends that were refused, and sent again by the caller. */
  readonly rejected: number;
}

export function findLoss(
  { acknowledged, rejected }: Sent,
  stored: ReadonlyMap<number, readonly string[]>,
): Findings {
  const once = new Map([...stored].map(([partition, texts]) => [partition, new Set(texts)]));
  const sum = (sizes: Iterable<number>): number => [...sizes].reduce((all, size) => all + size, 0);
  const all = sum([...stored.values()].map((texts) => texts.length));
  return {
    acknowledged: acknowledged.length,
    stored: all,
    lost: acknowledged.filter(({ partition, text }) => !once.get(partition)?.has(text)).length,
    doubled: all - sum([...once.values()].map(({ size }) => size)),
    rejected,
  };
}
