import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, FaultKind } from './fault.ts';
import { createFrameReader, type FrameReader } from './frame-reader.ts';
import { type RequestHeader, readCorrelationId, readRequestHeader } from './request-frame.ts';
import type { Valve } from './valve.ts';

export interface ProxiedConnection {
  /** Breaks both sides at once, as a cable does: whatever is under way is lost. */
  break(): void;
  /** Settles when both sides are closed and nothing of the connection is left. Never rejects. */
  readonly done: Promise<void>;
}

export interface Conduct {
  /** Undefined: what passes is not read, since it may be encrypted. */
  readonly judge: ((request: RequestHeader) => Fault | undefined) | undefined;
  onFault(kind: FaultKind): void;
  /** Something came that cannot be parted into frames. */
  onUnreadable(): void;
  readonly toNode: Valve;
  readonly toClient: Valve;
}

/** Faults decided whose answers are still to come. A request that is never answered leaves its fault waiting; clients have a few dozen under way. */
const AWAITED_MAX = 10_000;

/** Carries frames between a client and a node, each side no faster than the other reads, until one ends or a fault breaks it. */
export function joinConnection(client: Socket, node: Socket, conduct: Conduct): ProxiedConnection {
  const broken = new AbortController();
  const breakOff = (): void => {
    broken.abort();
    client.resetAndDestroy();
    node.resetAndDestroy();
  };
  for (const socket of [client, node]) {
    socket.setNoDelay(true);
    // A link that fails on one side fails on the other. It also keeps a late error from ending the process.
    socket.on('error', breakOff);
  }
  const link: Link = { client, node, conduct, broken: broken.signal, awaited: new Map() };
  const { judge } = conduct;
  const frames = judge === undefined ? readNothing : createFrameReader;
  const [toNode, toClient] =
    judge === undefined
      ? [
          carryBytes(node, conduct.toNode, broken.signal),
          carryBytes(client, conduct.toClient, broken.signal),
        ]
      : [
          (frame: Buffer) => carryRequest(link, judge, frame),
          (frame: Buffer) => carryAnswer(link, frame),
        ];
  const carry = async (pump: Promise<void>): Promise<void> => {
    try {
      await pump;
    } catch (error) {
      if (error instanceof RangeError) conduct.onUnreadable();
      breakOff();
    }
  };
  const closed = [client, node].map(
    (socket) => new Promise((resolve) => socket.once('close', resolve)),
  );
  const done = Promise.all([
    ...closed,
    carry(pump(client, node, frames(), toNode, broken.signal)),
    carry(pump(node, client, frames(), toClient, broken.signal)),
  ]).then(() => undefined);
  return { break: breakOff, done };
}

interface Link {
  readonly client: Socket;
  readonly node: Socket;
  readonly conduct: Conduct;
  readonly broken: AbortSignal;
  /** Correlation id → what is to happen to the answer. */
  readonly awaited: Map<number, Fault>;
}

/** Thrown to end both directions of a connection that a fault has broken. */
class LinkCut extends Error {}

async function pump(
  from: Socket,
  to: Socket,
  frames: FrameReader,
  carryFrame: (frame: Buffer) => Promise<void>,
  broken: AbortSignal,
): Promise<void> {
  for await (const chunk of from) {
    for (const frame of frames.push(chunk as Buffer)) await carryFrame(frame);
  }
  await write(to, frames.rest(), broken);
  to.end();
}

/** Bytes as they come. */
const readNothing = (): FrameReader => ({ push: (chunk) => [chunk], rest: () => Buffer.alloc(0) });

const carryBytes =
  (to: Socket, valve: Valve, broken: AbortSignal) =>
  async (bytes: Buffer): Promise<void> => {
    await valve.pass(broken);
    await write(to, bytes, broken);
  };

async function carryRequest(
  link: Link,
  judge: (request: RequestHeader) => Fault | undefined,
  frame: Buffer,
): Promise<void> {
  const { node, conduct, broken, awaited } = link;
  await conduct.toNode.pass(broken);
  const request = readRequestHeader(frame);
  const fault = judge(request);
  if (!fault) return await write(node, frame, broken);
  switch (fault.kind) {
    case 'cut-before':
      conduct.onFault(fault.kind);
      throw new LinkCut();
    case 'drop-request':
      conduct.onFault(fault.kind);
      return;
    case 'tear-request':
      conduct.onFault(fault.kind);
      await tear(node, frame, fault.bytes);
      throw new LinkCut();
    case 'delay-request':
      conduct.onFault(fault.kind);
      await sleep(fault.ms, undefined, { signal: broken });
      break;
    default:
      if (awaited.size >= AWAITED_MAX) throw new LinkCut();
      awaited.set(request.correlationId, fault);
  }
  await write(node, frame, broken);
}

async function carryAnswer(link: Link, frame: Buffer): Promise<void> {
  const { client, conduct, broken, awaited } = link;
  const correlationId = readCorrelationId(frame);
  const fault = awaited.get(correlationId);
  awaited.delete(correlationId);
  if (fault) conduct.onFault(fault.kind);
  if (fault?.kind === 'cut-after') throw new LinkCut();
  if (fault?.kind === 'swallow-answer') return;
  if (fault?.kind === 'delay-answer') await sleep(fault.ms, undefined, { signal: broken });
  await conduct.toClient.pass(broken);
  if (fault?.kind === 'tear-answer') {
    await tear(client, frame, fault.bytes);
    throw new LinkCut();
  }
  await write(client, frame, broken);
}

async function write(to: Socket, bytes: Buffer, signal: AbortSignal): Promise<void> {
  if (bytes.length > 0 && !to.write(bytes)) await once(to, 'drain', { signal });
}

/** Gives away the beginning and no more; resolves when it has left. */
async function tear(to: Socket, frame: Buffer, bytes: number): Promise<void> {
  to.end(frame.subarray(0, bytes));
  await once(to, 'finish');
  to.destroy();
}
