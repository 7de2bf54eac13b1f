import { once } from 'node:events';
import net from 'node:net';

/** A server that speaks no more of the protocol than its frames. */
export interface LoopbackNode {
  readonly port: number;
  /** Everything that has arrived, over all connections. */
  received(): Buffer;
  connections(): number;
  close(): Promise<void>;
}

/** `answer` makes what is sent back of each chunk; it is asked anew for each connection. */
export async function startLoopbackNode(
  createAnswer: () => (chunk: Buffer) => readonly Buffer[],
): Promise<LoopbackNode> {
  const sockets = new Set<net.Socket>();
  const arrived: Buffer[] = [];
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    const answer = createAnswer();
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk: Buffer) => {
      arrived.push(chunk);
      for (const answered of answer(chunk)) socket.write(answered);
    });
    socket.on('end', () => socket.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as net.AddressInfo).port,
    received: () => Buffer.concat(arrived),
    connections: () => sockets.size,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
