import path from 'node:path';
import { eventLogMigrations } from '@told/event-log';
import { serviceMigrations } from '@told/service';
import { type OpenServer, openServer } from '../measure/open-server.ts';
import { ROOT } from '../places.ts';
import type { Places } from './gateway-parts.ts';

export type OpenDatabases = Pick<
  OpenServer,
  'dir' | 'version' | 'durability' | 'rows' | 'processorTime' | 'close'
> & {
  /** A pair with all tables and no rows. */
  create(): Promise<Places>;
  /** A pair with the same rows. Nobody may be connected to the first. */
  copy(pair: Places): Promise<Places>;
  drop(pair: Places): Promise<void>;
};

const GATEWAY = [
  { name: 'service', dir: serviceMigrations },
  { name: 'gateway', dir: path.join(ROOT, 'services/gateway/sql') },
];
const LOG = [{ name: 'event-log', dir: eventLogMigrations }];

/** Databases of a gateway and of its log, in pairs. */
export async function openDatabases(): Promise<OpenDatabases> {
  const server = await openServer();
  return {
    ...server,
    create: async () => ({
      gatewayUrl: await server.create(GATEWAY),
      logUrl: await server.create(LOG),
    }),
    copy: async ({ gatewayUrl, logUrl, keys }) => ({
      keys,
      gatewayUrl: await server.copy(gatewayUrl),
      logUrl: await server.copy(logUrl),
    }),
    drop: ({ gatewayUrl, logUrl }) => server.drop(gatewayUrl, logUrl),
  };
}
