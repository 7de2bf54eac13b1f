import { createPostgresLog, type Position } from '@told/event-log';
import pg from 'pg';
import { serve } from '../measure/serve.ts';
import { sequenceOf } from '../p3/work.ts';
import { createLingeringSender } from './send-lingering.ts';

/** One hop of the chain: consume, commit a row for each record, and produce it again for the next. */
export type Hop = {
  readonly logUrl: string;
  readonly databaseUrl: string;
  readonly from: string;
  readonly to: string | undefined;
  readonly partitions: number;
};

const INSERT = {
  name: 'hop_insert',
  text: 'INSERT INTO effect (id, key, value) VALUES ($1, $2, $3)',
};

serve<Hop>(async ({ logUrl, databaseUrl, from, to, partitions }) => {
  const log = createPostgresLog({ connectionString: logUrl, clientId: 'hop' });
  const pool = new pg.Pool({ connectionString: databaseUrl, max: partitions });
  const sender = to === undefined ? undefined : createLingeringSender(log, to, partitions);
  const positions = new Map<number, Position>();
  const subscription = await log.subscribe({
    group: `hop-${from}`,
    topics: [from],
    from: 'earliest',
    positionOf: async ({ partition }) => positions.get(partition),
    async handle(batch) {
      for (const { key, value, partition, offset } of batch) {
        await pool.query({ ...INSERT, values: [sequenceOf(value), key, value] });
        positions.set(partition, { next: offset + 1n });
        sender?.send({ key, value });
      }
    },
  });
  return {
    url: from,
    async close() {
      await subscription.close();
      await sender?.flush();
      await log.close();
      await pool.end();
    },
  };
});
