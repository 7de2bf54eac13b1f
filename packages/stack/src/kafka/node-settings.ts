import { type BrokerSettings, chooseCopies, readBrokerSettings } from './broker-settings.ts';

/** Where a node is: its ports on this machine, and its folder. */
export type NodePlace = {
  readonly id: number;
  readonly port: number;
  readonly controllerPort: number;
  readonly dataDir: string;
  /** Where clients are told to find it; its own port unless given. */
  readonly advertisedPort?: number | undefined;
};

/** Listeners and secrets that only a secured node has. */
export type NodeSecurity = {
  readonly mtlsPort: number;
  readonly internalPort: number;
  readonly brokerPassword: string;
  /** Of the certificates. */
  readonly pkiDir: string;
};

/** The properties file of a node of our own, which every setting of `more` overrides. Holds a password if the node is secured. */
export function formatNodeSettings(
  node: NodePlace,
  all: readonly NodePlace[],
  more: BrokerSettings,
  security?: NodeSecurity,
): string {
  const settings = readBrokerSettings(['common', 'loopback', security ? 'secured' : 'open'], {
    ...chooseCopies(all.length),
    ID: node.id,
    HOST: '127.0.0.1',
    PORT: node.port,
    CONTROLLER_PORT: node.controllerPort,
    VOTERS: all.map(({ id, controllerPort }) => `${id}@127.0.0.1:${controllerPort}`).join(','),
    DATA: node.dataDir,
    ...(security && {
      MTLS_PORT: security.mtlsPort,
      INTERNAL_PORT: security.internalPort,
      BROKER_PASSWORD: security.brokerPassword,
      PKI: security.pkiDir,
    }),
  });
  const advertised = {
    'advertised.listeners': (settings['advertised.listeners'] ?? '').replace(
      `:${node.port}`,
      `:${node.advertisedPort ?? node.port}`,
    ),
  };
  const rows = Object.entries({ ...settings, ...advertised, ...more }).map(
    ([name, value]) => `${name}=${value}`,
  );
  return `${rows.join('\n')}\n`;
}
