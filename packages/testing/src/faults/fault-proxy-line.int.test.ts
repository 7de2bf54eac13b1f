import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { startFaultProxies } from './fault-proxies.ts';
import { startFaultProxy } from './fault-proxy.ts';
import { KAFKA_API } from './request-frame.ts';
import { startLoopbackNode } from './test/loopback-node.ts';
import { ANSWER_BYTES, useProxiedNode } from './test/proxied-node.ts';
import { connectWire, encodeAnswer, encodeRequest } from './test/wire-client.ts';

const { produce, fetch } = KAFKA_API;
const { node, openProxy, connect, exchange, keep } = useProxiedNode();

describe('a fault of the whole line', () => {
  const request = encodeRequest({ apiKey: produce, correlationId: 1 });

  test('shut, it breaks every connection and makes none; open again, it takes new ones', async () => {
    const proxy = await openProxy();
    const client = await exchange(proxy, request);
    await client.receive(ANSWER_BYTES);
    proxy.setOpen(false);
    expect(await client.ended).toBe('reset');
    const refused = await connectWire(proxy.port).catch(() => undefined);
    await refused?.ended;
    await pause(20);
    expect(node().connections()).toBe(0);
    expect(proxy.counts()).toMatchObject({ connections: 1, refused: 1 });
    proxy.setOpen(true);
    expect(await (await exchange(proxy, request)).receive(ANSWER_BYTES)).toEqual(encodeAnswer(1));
  });

  test('half-open, it takes connections and never answers; afterwards everything goes on', async () => {
    const proxy = await openProxy();
    proxy.stall('both');
    const client = await exchange(proxy, request);
    await pause(100);
    expect(node().received()).toHaveLength(0);
    proxy.stall('none');
    expect(await client.receive(ANSWER_BYTES)).toEqual(encodeAnswer(1));
  });

  test('cut one way, requests arrive and answers do not', async () => {
    const proxy = await openProxy();
    proxy.stall('to-client');
    const client = await exchange(proxy, request);
    await pause(100);
    expect(node().received()).toEqual(request);
    expect(client.received()).toHaveLength(0);
    proxy.stall('none');
    await client.receive(ANSWER_BYTES);
  });

  test('a node that is not there breaks the connection', async () => {
    await node().close();
    const proxy = await openProxy();
    expect(await (await connect(proxy)).ended).toBe('reset');
  });

  test('opaque, it carries what it cannot read, and is cut all the same', async () => {
    const silent = keep(await startLoopbackNode(() => () => []));
    const to = { host: '127.0.0.1', port: silent.port };
    const proxy = keep(await startFaultProxy({ to, isOpaque: true }));
    const hello = Buffer.from('1603010200010001fc0303', 'hex'); // as TLS begins
    const client = await exchange(proxy, hello);
    const arrived = async (bytes: number): Promise<void> => {
      while (silent.received().length < bytes) await pause(5);
    };
    await arrived(hello.length);
    proxy.stall('to-node');
    await client.send(hello);
    await pause(100);
    expect(silent.received()).toEqual(hello);
    proxy.stall('none');
    await arrived(2 * hello.length);
    proxy.setOpen(false);
    expect(await client.ended).toBe('reset');
    expect(proxy.counts()).toMatchObject({ unreadable: 0 });
  });

  test('something that is not the protocol breaks the connection and is counted', async () => {
    const proxy = await openProxy();
    const client = await exchange(proxy, Buffer.from('GET / HTTP/1.1\r\n\r\n'));
    await client.ended;
    expect(proxy.counts().unreadable).toBe(1);
  });
});

test('closing leaves nothing, also with answers held back; a mistake in decide is told of', async () => {
  const proxy = await startFaultProxy({
    to: { host: '127.0.0.1', port: node().port },
    decide({ apiKey }) {
      if (apiKey === fetch) throw new Error('the test is wrong');
      return { kind: 'delay-answer', ms: 60_000 };
    },
  });
  const delayed = await exchange(proxy, encodeRequest({ apiKey: produce, correlationId: 1 }));
  await (await exchange(proxy, encodeRequest({ apiKey: fetch, correlationId: 1 }))).ended;
  proxy.stall('both');
  await exchange(proxy, encodeRequest({ apiKey: produce, correlationId: 2 }));
  await expect(proxy.close()).rejects.toThrow('the test is wrong');
  expect(await delayed.ended).toBe('reset');
  await pause(20);
  expect(node().connections()).toBe(0);
});

test('one proxy stands before each node, found by the node’s own port', async () => {
  const proxies = await startFaultProxies([`127.0.0.1:${node().port}`, 'localhost:1']);
  keep(proxies);
  const via = proxies.connectVia({ host: 'localhost', port: node().port });
  expect(proxies.brokers).toHaveLength(2);
  expect(`${via.host}:${via.port}`).toBe(proxies.brokers[0]);
  expect(proxies.connectVia({ host: 'elsewhere', port: 9 })).toEqual({
    host: 'elsewhere',
    port: 9,
  });
  proxies.proxies[0]?.loseAnswers(produce, 1);
  await (await exchange(via, encodeRequest({ apiKey: produce, correlationId: 1 }))).ended;
  expect(proxies.countFaults('cut-after')).toBe(1);
});
