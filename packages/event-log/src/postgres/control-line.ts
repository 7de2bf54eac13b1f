import type {
  Client,
  Notification,
  PoolClient,
  QueryConfig,
  QueryResult,
  QueryResultRow,
} from 'pg';
import { backOffMs } from '../back-off.ts';
import type { EngineSettings } from '../engine/settings.ts';
import { LogError } from '../errors.ts';
import { toLogError } from './failures.ts';

export interface ControlLine {
  /** Queries here are not awaited by the disk: nothing that they write is missed after a crash. */
  query<R extends QueryResultRow>(query: QueryConfig, values: unknown[]): Promise<QueryResult<R>>;
  listen(channel: string): void;
  unlisten(channel: string): void;
  close(): Promise<void>;
}

interface OpenLine {
  readonly client: PoolClient;
  /** Lets the connection go, once. */
  drop(): void;
}

/**
 * One connection for everything beside records: heartbeats, commits, notifications in and out. It comes back after an outage
 * by itself, listens again, and rings, since notifications may have been missed.
 */
export function openControlLine(
  connect: () => Promise<PoolClient>,
  { clock, random, retry }: Pick<EngineSettings, 'clock' | 'random' | 'retry'>,
  heard: (notification: Notification | undefined) => void,
): ControlLine {
  const channels = new Set<string>();
  const closed = new AbortController();
  let line: Promise<OpenLine> | undefined;
  let restoring = false;
  let turn = Promise.resolve();
  const rest = (): void => undefined;

  async function open(): Promise<OpenLine> {
    const client = await connect();
    let dropped = false;
    const drop = (): void => {
      if (dropped) return;
      dropped = true;
      client.removeListener('notification', heard);
      client.release(true);
      line = undefined;
      void restore();
    };
    client.on('error', drop);
    client.on('end', drop);
    client.on('notification', heard);
    try {
      await client.query('SET synchronous_commit = off');
      for (const channel of channels) await client.query(listenTo(client, channel));
    } catch (error) {
      drop();
      throw error;
    }
    if (dropped) throw new LogError('retriable', { state: 'connection lost' });
    return { client, drop };
  }

  /** While somebody listens, the line is kept open. */
  async function restore(): Promise<void> {
    if (restoring) return;
    restoring = true;
    for (let attempt = 1; channels.size > 0 && !closed.signal.aborted; attempt += 1) {
      await clock.sleep(backOffMs(retry, attempt, random), closed.signal);
      try {
        await obtain();
        heard(undefined);
        break;
      } catch (error) {
        if (!toLogError(error).retryable) break; // whoever queries next is told
      }
    }
    restoring = false;
  }

  async function obtain(): Promise<OpenLine> {
    if (closed.signal.aborted) throw new LogError('fatal', { state: 'closed' });
    if (line) return line;
    const opening = open();
    line = opening;
    try {
      return await opening;
    } catch (error) {
      if (line === opening) line = undefined;
      throw error;
    }
  }

  return {
    async query<R extends QueryResultRow>(query: QueryConfig, values: unknown[]) {
      const result = turn.then(async () => (await obtain()).client.query<R>(query, values));
      turn = result.then(rest, rest);
      return result.catch((error: unknown) => {
        throw toLogError(error);
      });
    },
    listen(channel) {
      channels.add(channel);
      turn = turn
        .then(obtain)
        .then(({ client }) => client.query(listenTo(client, channel)))
        .then(() => heard(undefined))
        .catch(() => void restore()); // which listens to every channel
    },
    unlisten(channel) {
      channels.delete(channel);
      const hushed = line;
      turn = turn
        .then(() => hushed)
        .then((open) => open?.client.query(`UN${listenTo(open.client, channel)}`))
        .then(rest, rest); // a connection that broke listens to nothing any more
    },
    async close() {
      await turn;
      closed.abort();
      const open = await line?.catch(() => undefined); // it never opened
      open?.drop();
    },
  };
}

const listenTo = (client: Pick<Client, 'escapeIdentifier'>, channel: string): string =>
  `LISTEN ${client.escapeIdentifier(channel)}`;
