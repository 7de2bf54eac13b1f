import { afterEach, beforeEach } from '@jest/globals';
import type { Decide } from '../fault.ts';
import { type FaultProxy, startFaultProxy } from '../fault-proxy.ts';
import { createFrameReader } from '../frame-reader.ts';
import { readRequestHeader } from '../request-frame.ts';
import { type LoopbackNode, startLoopbackNode } from './loopback-node.ts';
import { connectWire, encodeAnswer, type WireClient } from './wire-client.ts';

/** Of a request that is answered with no more than its number. */
export const ANSWER_BYTES = 8;

const answering = () => {
  const frames = createFrameReader();
  return (chunk: Buffer) =>
    frames.push(chunk).map((frame) => encodeAnswer(readRequestHeader(frame).correlationId));
};

/** For each test a node that answers each request with its number, and proxies and clients that are closed after it. */
export interface ProxiedNode {
  node(): LoopbackNode;
  /** Closed after the test; in front of the node unless another port is given. */
  openProxy(decide?: Decide, port?: number): Promise<FaultProxy>;
  connect(to: { readonly port: number }): Promise<WireClient>;
  /** Connects, and sends this. */
  exchange(to: { readonly port: number }, bytes: Buffer): Promise<WireClient>;
  /** Closes it after the test. */
  keep<T extends { close(): Promise<void> }>(opened: T): T;
}

export function useProxiedNode(): ProxiedNode {
  let node: LoopbackNode;
  const opened: { close(): Promise<void> }[] = [];
  const clients: WireClient[] = [];
  beforeEach(async () => {
    node = await startLoopbackNode(answering);
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    for (const { close } of opened.splice(0)) await close();
    await node.close();
  });
  const keep: ProxiedNode['keep'] = (one) => {
    opened.push(one);
    return one;
  };
  const connect: ProxiedNode['connect'] = async ({ port }) => {
    const client = await connectWire(port);
    clients.push(client);
    return client;
  };
  return {
    node: () => node,
    async openProxy(decide, port = node.port) {
      const to = { host: '127.0.0.1', port };
      return keep(await startFaultProxy({ to, ...(decide && { decide }) }));
    },
    connect,
    async exchange(to, bytes) {
      const client = await connect(to);
      await client.send(bytes);
      return client;
    },
    keep,
  };
}
