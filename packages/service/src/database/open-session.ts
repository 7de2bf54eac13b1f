import pg from 'pg';
import { classifyFailure, DatabaseError } from './errors.ts';
import type { Session } from './ports.ts';
import { runStatement } from './transaction.ts';

/** A connection outside the pool. Rejects with `dependency-unavailable`. */
export async function openSession(config: pg.ClientConfig): Promise<Session> {
  const client = new pg.Client(config);
  let lost = false;
  const lose = (): void => {
    lost = true;
  };
  client.on('error', lose);
  client.on('end', lose);
  try {
    await client.connect();
  } catch (error) {
    throw new DatabaseError(
      'dependency-unavailable',
      { statement: 'connect' },
      classifyFailure(error, 'connect'),
    );
  }
  return {
    query: (statement, values) => runStatement(client, statement, values),
    isLost: () => lost,
    onNotification: (listener) => {
      client.on('notification', listener);
    },
    async close() {
      await client.end().catch(lose); // it is gone either way
    },
  };
}
