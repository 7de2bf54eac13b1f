import { once } from 'node:events';
import net from 'node:net';

/** A door before a server of this machine, to take it away from those who go through. */
export interface Gate {
  readonly url: string;
  /** Drops every connection and refuses new ones. */
  shut(): void;
  open(): void;
  /** Resolves when somebody is refused from now on. */
  refused(): Promise<void>;
  close(): Promise<void>;
}

export async function openGate(target: string): Promise<Gate> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<net.Socket>();
  let isShut = false;
  const server = net.createServer((client) => {
    if (isShut) {
      client.destroy();
      server.emit('refused');
      return;
    }
    const upstream = net.connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined); // the other side sees the close
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    shut() {
      isShut = true;
      drop();
    },
    open: () => {
      isShut = false;
    },
    refused: async () => void (await once(server, 'refused')),
    async close() {
      drop();
      server.close();
      await once(server, 'close');
    },
  };
}
