// A subscriber to be killed: effects and watermark in one transaction, as every service has them.
import pg from 'pg';
import { createPostgresLog, LogError } from '../src/index.ts';

const [connectionString = '', topic = ''] = process.argv.slice(2);
const log = createPostgresLog({ connectionString, clientId: 'reader', leaseMs: 900 });
const pool = new pg.Pool({ connectionString });

const subscription = await log.subscribe({
  group: 'killed',
  topics: [topic],
  from: 'earliest',
  maxBatchRecords: 7,
  async positionOf() {
    const { rows } = await pool.query<{ next: string }>('SELECT next FROM watermark');
    return rows[0] && { next: BigInt(rows[0].next) };
  },
  async handle(batch) {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const { rowCount } = await client.query('UPDATE watermark SET next = $1 WHERE next = $2', [
        (batch.at(-1)?.offset ?? 0n) + 1n,
        batch[0]?.offset,
      ]);
      if (rowCount !== 1) throw new LogError('stale-member');
      const values = batch.map(({ value }) => Number(value.toString()));
      await client.query('INSERT INTO effect SELECT * FROM unnest($1::integer[])', [values]);
      process.stdout.write('.');
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
  },
});
await subscription.done;
