import { once } from 'node:events';
import net from 'node:net';
import { StackError } from './errors.ts';

/** Listens on this machine only; port 0 takes any free one. Resolves with the port. Throws `port-taken`. */
export async function listenOn(server: net.Server, wanted = 0): Promise<number> {
  server.listen(wanted, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new StackError('port-taken', { port: wanted }, error);
  }
  return (server.address() as net.AddressInfo).port;
}

/** The port asked for if nothing listens on it, or (0) any free one. Throws `port-taken`. */
export async function takePort(wanted = 0): Promise<number> {
  const server = net.createServer();
  const port = await listenOn(server, wanted);
  server.close();
  await once(server, 'close');
  return port;
}
