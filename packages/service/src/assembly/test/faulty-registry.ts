import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRegistryServer, registryMigrations } from '@told/codec';
import { createTestDatabase } from '../../../../../tools/test-database.ts';

export type RegistryFault = 'answers 500' | 'is down' | 'is slow' | 'does not know the id';

/** A registry behind a door where it can fail. */
export interface FaultyRegistry {
  /** What is asked here fails as `fail` says. */
  readonly url: string;
  /** The same without the door. */
  readonly soundUrl: string;
  /** From now on; undefined: no more. */
  fail(fault: RegistryFault | undefined): void;
  close(): Promise<void>;
}

export async function startFaultyRegistry(): Promise<FaultyRegistry> {
  const database = await createTestDatabase({
    migrations: [{ name: 'registry', dir: registryMigrations }],
  });
  const registry = await createRegistryServer({ databaseUrl: await database.roleUrl() });
  const soundUrl = await registry.listen({ host: '127.0.0.1', port: 0 });
  let fault: RegistryFault | undefined;
  const door = http.createServer(async (request, response) => {
    const answer = (status: number, text: string): void => {
      const type = { 'content-type': 'application/vnd.schemaregistry.v1+json' };
      response.writeHead(status, { ...type, connection: 'close' }).end(text);
    };
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    switch (fault) {
      case 'answers 500':
        return answer(500, '{"error_code":50001,"message":"try again later"}');
      case 'does not know the id':
        return answer(404, '{"error_code":40403,"message":"Schema not found"}');
      case 'is down':
        return void request.socket.destroy();
      case 'is slow':
        return; // whoever asks gives up first
      default: {
        const { method = 'GET', url = '' } = request;
        const body = Buffer.concat(chunks);
        const passed = await fetch(`${soundUrl}${url}`, {
          method,
          ...(body.length > 0 && { body, headers: { 'content-type': 'application/json' } }),
        });
        return answer(passed.status, await passed.text());
      }
    }
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  return {
    url: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
    soundUrl,
    fail: (wanted) => {
      fault = wanted;
    },
    async close() {
      door.closeAllConnections();
      door.close();
      await once(door, 'close');
      registry.server.closeAllConnections();
      await registry.close();
      await database.drop();
    },
  };
}
