import { once } from 'node:events';
import net from 'node:net';
import { StackError } from './errors.ts';

/** The port asked for if nothing listens on it, or (0) any free one. Throws `port-taken`. */
export async function takePort(wanted = 0): Promise<number> {
  const server = net.createServer().listen(wanted, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new StackError('port-taken', { port: wanted }, error);
  }
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
