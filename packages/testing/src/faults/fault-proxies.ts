import type { Address, Decide, FaultKind } from './fault.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';

/** One proxy before each node of a cluster. */
export interface FaultProxies {
  /** In the order of the brokers given. */
  readonly proxies: readonly FaultProxy[];
  /** host:port of the proxies, for a client's first connection. */
  readonly brokers: readonly string[];
  /** Metadata names the nodes' own ports; a client that asks here goes through the proxy in front of each. An address that is no broker's stays. */
  readonly connectVia: (to: Address) => Address;
  /** How often a fault of this kind has happened, over all nodes. */
  countFaults(kind: FaultKind): number;
  close(): Promise<void>;
}

/** `brokers`: host:port each, as metadata names them. Nodes are told apart by their ports, since all of them are on loopback. */
export async function startFaultProxies(
  brokers: readonly string[],
  decide?: Decide,
): Promise<FaultProxies> {
  const nodes = brokers.map(readAddress);
  const proxies = await Promise.all(
    nodes.map((to) => startFaultProxy({ to, ...(decide && { decide }) })),
  );
  const byPort = new Map(proxies.map((proxy, at) => [nodes[at]?.port, proxy]));
  return {
    proxies,
    brokers: proxies.map(({ host, port }) => `${host}:${port}`),
    connectVia: (to) => byPort.get(to.port) ?? to,
    countFaults: (kind) => proxies.reduce((sum, proxy) => sum + proxy.counts().faults[kind], 0),
    close: async () => void (await Promise.all(proxies.map((proxy) => proxy.close()))),
  };
}

function readAddress(broker: string): Address {
  const colon = broker.lastIndexOf(':');
  return { host: broker.slice(0, colon), port: Number(broker.slice(colon + 1)) };
}
