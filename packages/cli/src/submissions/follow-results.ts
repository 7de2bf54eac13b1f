import { type Codec, readOrThrow, type SubmissionResult } from '@told/codec';
import type { EventLog } from '@told/event-log';

/** Reads what intake has answered since the last call. */
export type Results = () => Promise<readonly SubmissionResult[]>;

/** Follows an agency's results from now on, without touching the agency's own position. */
export async function followResults(log: EventLog, codec: Codec, topic: string): Promise<Results> {
  const positions = new Map<number, bigint>();
  for (const { partition, end } of await log.bounds(topic)) positions.set(partition, end);
  return async () => {
    const found: SubmissionResult[] = [];
    for (const { partition, end } of await log.bounds(topic)) {
      const from = positions.get(partition) ?? end;
      if (from >= end) continue;
      for await (const records of log.read({ topic, partition, from, to: end })) {
        const values = records.map(({ value }) => value);
        found.push(...(await codec.decode('SubmissionResult', values)).map(readOrThrow));
      }
      positions.set(partition, end);
    }
    return found;
  };
}
