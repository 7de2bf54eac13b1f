import { once } from 'node:events';
import net from 'node:net';

/** One connection, and all that has come back on it. */
export interface WireClient {
  send(bytes: Buffer): Promise<void>;
  end(): void;
  received(): Buffer;
  /** Resolves when at least this much has come back. Rejects when the connection ends before. */
  receive(bytes: number): Promise<Buffer>;
  /** How the connection ended. */
  readonly ended: Promise<'closed' | 'reset'>;
  destroy(): void;
}

export async function connectWire(port: number): Promise<WireClient> {
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
  const arrived: Buffer[] = [];
  let wasReset = false;
  socket.on('data', (chunk) => arrived.push(chunk as Buffer));
  socket.on('error', () => {
    wasReset = true;
  });
  // It may have said its last word before the other side does; then it closes when the other has said its own.
  socket.on('end', () => socket.end());
  const ended = new Promise<'closed' | 'reset'>((resolve) => {
    socket.once('close', () => resolve(wasReset ? 'reset' : 'closed'));
  });
  await once(socket, 'connect');
  const received = (): Buffer => Buffer.concat(arrived);
  return {
    send: (bytes) =>
      new Promise((resolve, reject) =>
        socket.write(bytes, (error) => (error ? reject(error) : resolve())),
      ),
    end: () => void socket.end(),
    received,
    async receive(bytes) {
      const over = ended.then(() => {
        if (received().length < bytes) throw new Error(`ended after ${received().length} bytes`);
      });
      while (received().length < bytes) await Promise.race([once(socket, 'data'), over]);
      return received();
    },
    ended,
    destroy: () => void socket.resetAndDestroy(),
  };
}

/** A request as clients write it; `body` follows the header. */
export function encodeRequest(request: {
  readonly apiKey: number;
  readonly correlationId: number;
  readonly clientId?: string;
  readonly body?: Buffer;
}): Buffer {
  const clientId = Buffer.from(request.clientId ?? '');
  const body = request.body ?? Buffer.alloc(0);
  const head = Buffer.alloc(14);
  head.writeInt32BE(10 + clientId.length + body.length, 0);
  head.writeInt16BE(request.apiKey, 4);
  head.writeInt16BE(7, 6);
  head.writeInt32BE(request.correlationId, 8);
  head.writeInt16BE(request.clientId === undefined ? -1 : clientId.length, 12);
  return Buffer.concat([head, clientId, body]);
}

export function encodeAnswer(correlationId: number, body: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(8);
  head.writeInt32BE(4 + body.length, 0);
  head.writeInt32BE(correlationId, 4);
  return Buffer.concat([head, body]);
}
