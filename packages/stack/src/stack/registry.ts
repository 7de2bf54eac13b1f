import { createRegistryServer, registerSchemas } from '@told/codec';
import { takePort } from '../ports.ts';

export type Registry = { readonly url: string; close(): Promise<void> };

/** The embedded registry, in this process, with every subject of `schemas/` registered. */
export async function startRegistry(options: {
  readonly databaseUrl: string;
  readonly agencies: readonly string[];
  readonly port: number | undefined;
}): Promise<Registry> {
  const server = await createRegistryServer({ databaseUrl: options.databaseUrl });
  const port = await takePort(options.port);
  const url = await server.listen({ host: '127.0.0.1', port });
  const close = async (): Promise<void> => {
    server.server.closeAllConnections();
    await server.close();
  };
  try {
    await registerSchemas({ registryUrl: url, agencies: [...options.agencies] });
  } catch (error) {
    await close();
    throw error;
  }
  return { url, close };
}
