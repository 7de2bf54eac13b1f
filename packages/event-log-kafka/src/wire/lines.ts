import type net from 'node:net';
import { LogError } from '@told/event-log';
import type { BrokerAccess } from '../broker-access.ts';
import { fromTransport } from './failures.ts';
import { findObstacle } from './find-obstacle.ts';
import { createBroker, describeCall } from './kafkajs-parts.ts';
import { describeLogin } from './login.ts';
import type { Address, OpenSocket } from './open-socket.ts';

export interface LineOptions extends Pick<BrokerAccess, 'login' | 'tls'> {
  readonly clientId: string;
  /** Where to connect instead: for port forwards and fault proxies. */
  readonly connectVia?: (to: Address) => Address;
  readonly openSocket: OpenSocket;
}

const CONNECT_MS_MAX = 3_000;
/** An answer that takes longer will not come: the connection is given up. Kafka waits for its replicas meanwhile. */
const ANSWER_MS_MAX = 8_000;
export const REPLICAS_MS_MAX = 5_000;

/** A connection of one purpose to one broker. Kafka answers a connection's requests in turn, so what waits needs its own. */
export interface Line {
  /** @throws LogError; without an answer the connection is closed, and the next call makes a new one */
  call<Answer>(api: string, values: object): Promise<Answer>;
  close(): Promise<void>;
}

/** `tellsBreaks`: a connection that is lost between two calls makes the next one fail, where it would just make a new one. */
export function openLine(address: Address, options: LineOptions, tellsBreaks = false): Line {
  const broker = `${address.host}:${address.port}`;
  let link: Link | undefined;
  let calls = 0;
  let isBreakUntold = false;
  const as = options.login && { logUser: options.login.username };

  /** What has lost a connection is not mended but made anew. */
  async function drop(lost: Link): Promise<void> {
    if (link === lost) {
      link = undefined;
      isBreakUntold = tellsBreaks && calls === 0;
    }
    await lost.end();
  }

  /** A broker that lets nobody in is not one that may let us in later. */
  async function explain(failure: LogError): Promise<LogError> {
    const state = await findObstacle(address, options, options.connectVia);
    return state === undefined
      ? failure
      : new LogError('unauthorized', { ...failure.details, state }, failure);
  }

  return {
    async call<Answer>(api: string, values: object): Promise<Answer> {
      if (isBreakUntold) {
        isBreakUntold = false;
        throw new LogError('retriable', { api, broker, state: 'connection was lost' });
      }
      calls += 1;
      link ??= openLink(address, options, drop);
      const mine = link;
      try {
        return await mine.call<Answer>(api, values);
      } catch (error) {
        const isCut = mine.wasCut();
        void drop(mine);
        const failure = fromTransport(error, { api, broker, ...as });
        throw isCut && failure.retryable ? await explain(failure) : failure;
      } finally {
        calls -= 1;
      }
    },
    async close() {
      if (link) await drop(link);
    },
  };
}

interface Link {
  call<Answer>(api: string, values: object): Promise<Answer>;
  /** Whether the other end closed it before it answered anything. */
  wasCut(): boolean;
  end(): Promise<void>;
}

function openLink(
  address: Address,
  { clientId, openSocket, login }: LineOptions,
  onLost: (link: Link) => Promise<void>,
): Link {
  const sockets = new Set<net.Socket>();
  const ended = new LogError('retriable', { state: 'connection closed' });
  let isEnded = false;
  let isCut = false;
  let hasAnswered = false;
  const broker = createBroker({
    ...address,
    clientId,
    connectionTimeout: CONNECT_MS_MAX,
    requestTimeout: ANSWER_MS_MAX,
    enforceRequestTimeout: true,
    ...(login && { sasl: describeLogin(login) }),
    socketFactory({ host, port, onConnect }) {
      if (isEnded) throw ended; // kafkajs connects anew for a call that was already under way
      const socket = openSocket({ host, port }, onConnect);
      sockets.add(socket);
      // Also before TLS is ready: somebody was there.
      socket.once('connect', () => {
        for (const sign of ['end', 'error']) {
          socket.once(sign, () => {
            isCut ||= !isEnded && !hasAnswered;
          });
        }
      });
      socket.on('close', () => {
        sockets.delete(socket);
        void onLost(link); // kafkajs hears an end and an error, but not a connection that just closes
      });
      return socket;
    },
  });
  const ready = broker.connect();
  ready.catch(() => undefined); // told to whoever calls
  let fetching: Promise<unknown> | undefined;

  const link: Link = {
    async call<Answer>(api: string, values: object): Promise<Answer> {
      await ready;
      if (isEnded) throw ended;
      // kafkajs keeps a second connection for Fetch, and would open it twice for two calls at once.
      if (api === 'Fetch') {
        fetching ??= broker.connectionPool.getConnection(1);
        await fetching;
      }
      const { response, ...described } = describeCall<Answer>(broker, api, values);
      const { decode } = response;
      // Each part of an answer has its own error; kafkajs would throw the first and forget the rest.
      const whole = { decode, parse: async (answer: Answer) => answer };
      const answer = await broker.connectionPool.send({ ...described, response: whole });
      hasAnswered = true;
      return answer as Answer;
    },
    wasCut: () => isCut,
    async end() {
      isEnded = true;
      for (const connection of broker.connectionPool.pool) connection.rejectRequests(ended);
      // First, or one that connects meanwhile would get a timer for ever. Who still waits for a connection is told: kafkajs
      // hears an error, but not a close.
      for (const socket of sockets) socket.destroy(socket.connecting ? ended : undefined);
      await broker.disconnect();
    },
  };
  return link;
}
