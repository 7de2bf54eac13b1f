import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Decide, Fault, ProxiedRequest } from './fault.ts';
import { KAFKA_API } from './request-frame.ts';
import { startLoopbackNode } from './test/loopback-node.ts';
import { ANSWER_BYTES, useProxiedNode } from './test/proxied-node.ts';
import { encodeAnswer, encodeRequest } from './test/wire-client.ts';

const { produce, fetch } = KAFKA_API;
const { node, openProxy, connect, exchange, keep } = useProxiedNode();
const onlyFirst =
  (fault: Fault): Decide =>
  ({ nth }) =>
    nth === 1 ? fault : undefined;

describe('a fault proxy without faults', () => {
  test('passes every byte unchanged both ways, however the stream is cut up', async () => {
    const echo = await startLoopbackNode(() => (chunk) => [chunk]);
    keep(echo);
    const proxy = await openProxy(undefined, echo.port);
    let before = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 70_000, size: 'max' }), { maxLength: 6 }),
        fc.uint8Array({ maxLength: 3 }),
        fc.array(fc.integer({ min: 1, max: 50_000 }), { minLength: 1, maxLength: 20 }),
        async (bodies, tail, sizes) => {
          const frames = bodies.map((body, at) =>
            encodeRequest({ apiKey: produce, correlationId: at, body: Buffer.from(body) }),
          );
          const stream = Buffer.concat([...frames, tail]);
          const client = await connect(proxy);
          for (let at = 0, turn = 0; at < stream.length; turn += 1) {
            const size = sizes[turn % sizes.length] ?? 1;
            await client.send(stream.subarray(at, at + size));
            at += size;
          }
          client.end();
          expect(await client.ended).toBe('closed');
          expect(client.received().equals(stream)).toBe(true);
          expect(echo.received().subarray(before).equals(stream)).toBe(true);
          before += stream.length;
        },
      ),
      { numRuns: 30 },
    );
  });

  test('is no faster than who reads: what a node has not taken waits with the sender', async () => {
    const sleeper = net.createServer({ pauseOnConnect: true }, (socket) => {
      sockets.push(socket.on('error', () => socket.destroy()));
    });
    const sockets: net.Socket[] = [];
    sleeper.listen(0, '127.0.0.1');
    await once(sleeper, 'listening');
    const proxy = await openProxy(undefined, (sleeper.address() as net.AddressInfo).port);
    const client = await connect(proxy);
    const body = Buffer.alloc(1024 * 1024);
    let taken = 0;
    // 64 MiB do not fit into the buffers of the kernel.
    const sent = Array.from({ length: 64 }, async (_, at) => {
      await client.send(encodeRequest({ apiKey: produce, correlationId: at, body }));
      taken += 1;
    });
    for (let before = -1; before < taken; await pause(500)) before = taken;
    expect(taken).toBeLessThan(64);
    for (const socket of sockets) socket.resume();
    await Promise.all(sent);
    await proxy.close();
    sleeper.close();
    await once(sleeper, 'close');
  });

  test('who has said the last word still gets the answers, and may leave before they come', async () => {
    const proxy = await openProxy(() => ({ kind: 'delay-answer', ms: 50 }));
    const request = encodeRequest({ apiKey: produce, correlationId: 1 });
    const [waiting, leaving] = [await exchange(proxy, request), await exchange(proxy, request)];
    waiting.end();
    leaving.end();
    await pause(20);
    leaving.destroy();
    expect(await waiting.receive(ANSWER_BYTES)).toEqual(encodeAnswer(1));
    expect(await waiting.ended).toBe('closed');
  });

  test('tells what each request is', async () => {
    const seen: ProxiedRequest[] = [];
    const proxy = await openProxy((request) => void seen.push(request));
    const client = await connect(proxy);
    await client.send(encodeRequest({ apiKey: produce, correlationId: 5, clientId: 'intake' }));
    await client.send(encodeRequest({ apiKey: fetch, correlationId: 6 }));
    await client.send(encodeRequest({ apiKey: produce, correlationId: 7, clientId: 'é' }));
    await client.receive(3 * ANSWER_BYTES);
    const to = { host: '127.0.0.1', port: node().port };
    expect(seen).toEqual([
      { apiKey: 0, apiVersion: 7, correlationId: 5, clientId: 'intake', sizeBytes: 20, to, nth: 1 },
      {
        apiKey: 1,
        apiVersion: 7,
        correlationId: 6,
        clientId: undefined,
        sizeBytes: 14,
        to,
        nth: 1,
      },
      { apiKey: 0, apiVersion: 7, correlationId: 7, clientId: 'é', sizeBytes: 16, to, nth: 2 },
    ]);
    expect(proxy.counts()).toMatchObject({
      connections: 1,
      requests: new Map([
        [0, 2],
        [1, 1],
      ]),
    });
  });
});

describe('a fault for one request', () => {
  const request = encodeRequest({ apiKey: produce, correlationId: 1 });
  const next = encodeRequest({ apiKey: produce, correlationId: 2 });

  test('cut-before: the node never sees the request', async () => {
    const proxy = await openProxy(onlyFirst({ kind: 'cut-before' }));
    const client = await connect(proxy);
    await client.send(request);
    await client.ended;
    expect(node().received()).toHaveLength(0);
    expect(proxy.counts().faults['cut-before']).toBe(1);
  });

  test('cut-after: the node has the request, the client only a broken connection', async () => {
    const proxy = await openProxy(onlyFirst({ kind: 'cut-after' }));
    const client = await connect(proxy);
    await client.send(request);
    expect(await client.ended).toBe('reset');
    expect(node().received()).toEqual(request);
    expect(client.received()).toHaveLength(0);
    expect(proxy.counts().faults['cut-after']).toBe(1);
    expect(await (await exchange(proxy, next)).receive(ANSWER_BYTES)).toEqual(encodeAnswer(2));
  });

  test.each(['drop-request', 'swallow-answer'] as const)(
    '%s: the connection stays, and only the next request is answered',
    async (kind) => {
      const proxy = await openProxy(onlyFirst({ kind }));
      const client = await connect(proxy);
      await client.send(Buffer.concat([request, next]));
      expect(await client.receive(ANSWER_BYTES)).toEqual(encodeAnswer(2));
      expect(node().received()).toEqual(
        kind === 'drop-request' ? next : Buffer.concat([request, next]),
      );
      // A number used again stands for a request of its own.
      await client.send(request);
      expect((await client.receive(2 * ANSWER_BYTES)).subarray(ANSWER_BYTES)).toEqual(
        encodeAnswer(1),
      );
      expect(proxy.counts().faults[kind]).toBe(1);
    },
  );

  test.each(['delay-request', 'delay-answer'] as const)(
    '%s: holds back what follows too, and keeps its order',
    async (kind) => {
      const proxy = await openProxy(onlyFirst({ kind, ms: 150 }));
      const startedMs = performance.now();
      const client = await exchange(proxy, Buffer.concat([request, next]));
      expect(await client.receive(2 * ANSWER_BYTES)).toEqual(
        Buffer.concat([encodeAnswer(1), encodeAnswer(2)]),
      );
      expect(performance.now() - startedMs).toBeGreaterThan(145);
    },
  );

  test('tear-request: the node gets that many bytes', async () => {
    const proxy = await openProxy(onlyFirst({ kind: 'tear-request', bytes: 9 }));
    const client = await exchange(proxy, request);
    await client.ended;
    expect(node().received()).toEqual(request.subarray(0, 9));
  });

  test('tear-answer: the client gets that many bytes', async () => {
    const proxy = await openProxy(onlyFirst({ kind: 'tear-answer', bytes: 5 }));
    const client = await exchange(proxy, request);
    await client.ended;
    expect(client.received()).toEqual(encodeAnswer(1).subarray(0, 5));
  });

  test('aimed faults hit the next so many requests of that kind and client, and go before decide', async () => {
    const proxy = await openProxy(() => ({ kind: 'cut-before' }));
    proxy.aim({ apiKey: produce, clientId: 'a', count: 1, fault: { kind: 'swallow-answer' } });
    proxy.loseAnswers(fetch, 2);
    await exchange(proxy, encodeRequest({ apiKey: produce, correlationId: 1, clientId: 'a' }));
    for (const apiKey of [fetch, fetch, fetch, produce]) {
      await (await exchange(proxy, encodeRequest({ apiKey, correlationId: 3 }))).ended;
    }
    const { faults } = proxy.counts();
    expect(faults).toMatchObject({ 'swallow-answer': 1, 'cut-after': 2, 'cut-before': 2 });
  });
});
