import { once } from 'node:events';
import net from 'node:net';

/** Stands between a client and PostgreSQL, and does to their connections what networks do. */
export interface LossyProxy {
  readonly port: number;
  /** While false, every connection breaks, and none is made. */
  setOpen(open: boolean): void;
  /** The next answers to a statement of this name are lost, with their connection: the server has given them. */
  loseAnswers(statement: string, count: number): void;
  close(): Promise<void>;
}

export async function startLossyProxy(to: {
  readonly host: string;
  readonly port: number;
}): Promise<LossyProxy> {
  const sockets = new Set<net.Socket>();
  let isOpen = true;
  let losing = { statement: '', count: 0 };

  const server = net.createServer((client) => {
    const upstream = net.connect(to);
    let loseNext = false;
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', end);
      socket.on('close', () => {
        sockets.delete(socket);
        end();
      });
    }
    if (!isOpen) return end();
    client.on('data', (bytes) => {
      if (losing.count > 0 && bytes.includes(losing.statement)) {
        losing.count -= 1;
        loseNext = true;
      }
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (loseNext) end();
      else client.write(bytes);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const breakAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as net.AddressInfo).port,
    setOpen(open) {
      isOpen = open;
      if (!open) breakAll();
    },
    loseAnswers(statement, count) {
      losing = { statement, count };
    },
    async close() {
      breakAll();
      server.close();
      await once(server, 'close');
    },
  };
}
