import { once } from 'node:events';
import net from 'node:net';

export type CuttingProxy = {
  readonly url: string;
  /** The next COMMIT reaches the server, and its answer is lost with the connection. */
  loseCommitAnswer(): void;
  /** Drops every connection and refuses new ones, until `reconnect`. */
  cut(): void;
  reconnect(): void;
  close(): Promise<void>;
};

/** Stands between a client and PostgreSQL, as a network that fails at the worst moment. */
export async function startCuttingProxy(databaseUrl: string): Promise<CuttingProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<net.Socket>();
  let losing = false;
  let refusing = false;
  const server = net.createServer((client) => {
    if (refusing) return void client.destroy();
    const upstream = net.connect(Number(target.port), target.hostname);
    const both = [client, upstream];
    let cutOnAnswer = false;
    client.on('data', (bytes) => {
      if (losing && bytes.includes('COMMIT')) {
        losing = false;
        cutOnAnswer = true;
      }
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (cutOnAnswer) for (const socket of both) socket.destroy();
      else client.write(bytes);
    });
    for (const socket of both) {
      sockets.add(socket);
      socket.on('error', () => undefined); // the other side sees the close
      socket.on('close', () => {
        sockets.delete(socket);
        for (const other of both) other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.port = String((server.address() as net.AddressInfo).port);
  return {
    url: url.href,
    loseCommitAnswer: () => {
      losing = true;
    },
    cut() {
      refusing = true;
      for (const socket of sockets) socket.destroy();
    },
    reconnect: () => {
      refusing = false;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
