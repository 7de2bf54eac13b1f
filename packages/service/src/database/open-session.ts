import pg from 'pg';
import { classifyFailure, DatabaseError } from './errors.ts';
import type { Session, Statement } from './ports.ts';
import { runStatement } from './run-statement.ts';

const HEARTBEAT: Statement = { name: 'session_heartbeat', text: 'SELECT' };
const HEARTBEATS = 5;

/**
 * A connection outside the pool. The server ends it, and frees what it has locked, when it hears nothing for `silentMs`; a session that
 * nobody uses says by itself that its process lives. Rejects with `dependency-unavailable`.
 */
export async function openSession(config: pg.ClientConfig, silentMs: number): Promise<Session> {
  const options = `${config.options ?? ''} -c idle_session_timeout=${silentMs}`;
  const client = new pg.Client({ ...config, options });
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
  const heart = setInterval(() => {
    runStatement(client, HEARTBEAT).catch(() => undefined); // whoever asks next meets the cause
  }, silentMs / HEARTBEATS).unref();
  client.once('end', () => clearInterval(heart));
  return {
    query: (statement, values) => runStatement(client, statement, values),
    isLost: () => lost,
    onNotification: (listener) => {
      client.on('notification', listener);
    },
    async close() {
      clearInterval(heart);
      await client.end().catch(lose); // it is gone either way
    },
  };
}
