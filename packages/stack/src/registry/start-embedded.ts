import { createRegistryServer } from '@told/codec';
import { takePort } from '../ports.ts';
import type { Registry, RegistryDatabase } from './registry.ts';

/** The embedded registry, in this process. */
export async function startEmbedded(
  { url: databaseUrl }: RegistryDatabase,
  wantedPort: number | undefined,
): Promise<Registry> {
  const server = await createRegistryServer({ databaseUrl });
  const port = await takePort(wantedPort);
  const url = await server.listen({ host: '127.0.0.1', port });
  return {
    kind: 'embedded',
    url,
    process: undefined,
    async close() {
      server.server.closeAllConnections();
      await server.close();
    },
  };
}
