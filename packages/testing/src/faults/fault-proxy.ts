import { once } from 'node:events';
import net from 'node:net';
import type { Address, Decide, Fault, FaultCounts, ProxiedRequest } from './fault.ts';
import { createFaultCounter, type FaultCounter } from './fault-counter.ts';
import { joinConnection, type ProxiedConnection } from './proxied-connection.ts';
import type { RequestHeader } from './request-frame.ts';
import { createValve } from './valve.ts';

export interface FaultProxyOptions {
  /** The node that connections go to. */
  readonly to: Address;
  /** Where it listens; any free port by default. */
  readonly port?: number;
  /** Reads nothing of what passes, which may be encrypted: connections can be broken and held back, and no request can be told from another. */
  readonly isOpaque?: boolean;
  /** What happens to each request; without it everything passes. */
  readonly decide?: Decide;
}

/** A fault for the next `count` requests of one kind, of one client if named. Goes before `decide`. */
export interface AimedFault {
  readonly apiKey: number;
  readonly count: number;
  readonly fault: Fault;
  readonly clientId?: string;
}

export interface FaultProxy extends Address {
  /** Shut: breaks every connection, and breaks new ones as they come. Open again: takes new ones. */
  setOpen(open: boolean): void;
  /** Holds back what goes in a direction, as a cut line does; TCP keeps it and it goes on afterwards. `both` is the half-open node: it takes
   *  connections and never answers. */
  stall(direction: 'none' | 'to-node' | 'to-client' | 'both'): void;
  aim(fault: AimedFault): void;
  /** The node does what it is asked, and the connection breaks before the answer arrives: for the next `count` requests with this API key. */
  loseAnswers(apiKey: number, count: number): void;
  counts(): FaultCounts;
  /** Breaks everything. Resolves when no socket and no timer is left; rejects with what `decide` threw, if it did. */
  close(): Promise<void>;
}

/**
 * Stands on loopback before one Kafka node and knows its protocol well enough to lose the answer to one request. It reads the headers of
 * requests, so neither TLS nor the bare tokens of SaslHandshake version 0 can go through it unless it is opaque.
 */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { to, decide, port: wanted = 0, isOpaque = false } = options;
  const connections = new Set<ProxiedConnection>();
  const valves = { toNode: createValve(), toClient: createValve() };
  const counter = createFaultCounter();
  const { judge, aim, tellMistake } = createJudge(to, decide, counter);
  let isOpen = true;
  const conduct = {
    judge: isOpaque ? undefined : judge,
    onFault: counter.onFault,
    onUnreadable: () => counter.onEnd('unreadable'),
    ...valves,
  };
  // Half-closed sockets stay: a client that has said its last word still gets its answers.
  const server = net.createServer({ allowHalfOpen: true }, (client) => {
    if (!isOpen) {
      counter.onEnd('refused');
      client.on('error', () => client.destroy());
      client.resetAndDestroy();
      return;
    }
    counter.onEnd('connections');
    const node = net.connect({ ...to, allowHalfOpen: true });
    const connection = joinConnection(client, node, conduct);
    connections.add(connection);
    void connection.done.then(() => connections.delete(connection));
  });
  const breakAll = (): void => {
    for (const connection of connections) connection.break();
  };
  server.listen(wanted, '127.0.0.1');
  await once(server, 'listening');
  const { port, address: host } = server.address() as net.AddressInfo;
  return {
    host,
    port,
    setOpen(open) {
      isOpen = open;
      if (!open) breakAll();
    },
    stall(direction) {
      valves.toNode.setShut(direction === 'to-node' || direction === 'both');
      valves.toClient.setShut(direction === 'to-client' || direction === 'both');
    },
    aim,
    loseAnswers: (apiKey, count) => aim({ apiKey, count, fault: { kind: 'cut-after' } }),
    counts: counter.read,
    async close() {
      isOpen = false;
      const closed = once(server, 'close');
      server.close();
      breakAll();
      await Promise.all([closed, ...[...connections].map(({ done }) => done)]);
      tellMistake();
    },
  };
}

/** Decides what happens to each request: the first fault aimed at it that is not used up, else what `decide` says. */
function createJudge(to: Address, decide: Decide | undefined, counter: FaultCounter) {
  const aims: { left: number; readonly aimed: AimedFault }[] = [];
  let mistake: unknown;
  const ask = (request: ProxiedRequest): Fault | undefined => {
    try {
      return decide?.(request);
    } catch (error) {
      mistake ??= error;
      throw error;
    }
  };
  return {
    aim: (aimed: AimedFault): void => void aims.push({ left: aimed.count, aimed }),
    judge(header: RequestHeader): Fault | undefined {
      const request: ProxiedRequest = { ...header, to, nth: counter.onRequest(header.apiKey) };
      const aim = aims.find(({ left, aimed }) => left > 0 && isMeant(aimed, header));
      if (!aim) return ask(request);
      aim.left -= 1;
      return aim.aimed.fault;
    },
    /** A mistake in a test's own decision breaks the connection like any fault would, so it has to be told of in the end. */
    tellMistake(): void {
      if (mistake !== undefined) throw mistake;
    },
  };
}

const isMeant = ({ apiKey, clientId }: AimedFault, header: RequestHeader): boolean =>
  apiKey === header.apiKey && (clientId === undefined || clientId === header.clientId);
