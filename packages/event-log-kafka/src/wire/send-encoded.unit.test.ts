import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { type ConnectionParts, sendEncoded } from './send-encoded.ts';

type Queued = Parameters<ConnectionParts['requestQueue']['push']>[0];

const frameByKafkajs = createRequire(import.meta.url)('kafkajs/src/protocol/request') as (
  request: object,
) => Promise<{ readonly buffer: Buffer }>;
const body = Buffer.from('a body of some bytes');
const request = { apiKey: 0, apiName: 'Produce', apiVersion: 7, body };

function openConnection(isConnected = true) {
  const queued: Queued[] = [];
  const written: Buffer[] = [];
  const throttled: unknown[] = [];
  const connection: ConnectionParts = {
    clientId: 'told-é',
    socket: {
      cork: () => written.push(Buffer.from('(')),
      write: (bytes: unknown) => written.push(bytes as Buffer) > 0,
      uncork: () => written.push(Buffer.from(')')),
    },
    requestQueue: {
      push: (one) => queued.push(one),
      maybeThrottle: (time) => throttled.push(time),
    },
    authenticate: async () => undefined,
    failIfNotConnected() {
      if (!isConnected) throw new Error('Not connected');
    },
    nextCorrelationId: () => 77,
  };
  return { connection, queued, written, throttled };
}
const decode = async (payload: unknown) => ({ payload, clientSideThrottleTime: 5 });
const turn = () => new Promise((done) => setImmediate(done));

describe('sendEncoded', () => {
  test('writes the bytes that kafkajs would write, in one go with others of its turn', async () => {
    const { connection, queued, written } = openConnection();
    void sendEncoded(connection, request, { decode });
    await turn();
    expect(written).toEqual([]);
    queued[0]?.sendRequest();
    const encoded = { buf: body, buffer: body };
    const framed = await frameByKafkajs({
      correlationId: 77,
      clientId: connection.clientId,
      request: { ...request, encode: async () => encoded },
    });
    const frame = framed.buffer.toString();
    // Not let go of before the turn is over: another partition's request goes with it.
    queued[0]?.sendRequest();
    expect(Buffer.concat(written).toString()).toBe(`(${frame}(${frame}`);
    await turn();
    expect(Buffer.concat(written).toString()).toBe(`(${frame}(${frame}))`);
  });

  test('resolves with the decoded answer, and waits as long as the broker asks for', async () => {
    const { connection, queued, throttled } = openConnection();
    const sending = sendEncoded(connection, request, { decode });
    await turn();
    expect(queued[0]).toMatchObject({
      expectResponse: true,
      entry: { correlationId: 77, apiKey: 0 },
    });
    queued[0]?.entry.resolve({ payload: 'stored' });
    expect(await sending).toMatchObject({ payload: 'stored' });
    expect(throttled).toEqual([5]);
  });

  test('rejects when the connection is lost before the answer, or was never there', async () => {
    const { connection, queued } = openConnection();
    const sending = sendEncoded(connection, request, { decode });
    await turn();
    queued[0]?.entry.reject(new Error('lost'));
    await expect(sending).rejects.toThrow('lost');

    const away = openConnection(false);
    await expect(sendEncoded(away.connection, request, { decode })).rejects.toThrow(
      'Not connected',
    );
    expect(away.queued).toEqual([]);
  });
});
