import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import process from 'node:process';
import { StackError } from './errors.ts';

/** Listens, on this machine only unless told otherwise; port 0 takes any free one. Resolves with the port. Throws `port-taken`. */
export async function listenOn(
  server: net.Server,
  wanted = 0,
  host = '127.0.0.1',
): Promise<number> {
  server.listen(wanted, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new StackError('port-taken', { port: wanted }, error);
  }
  return (server.address() as net.AddressInfo).port;
}

/**
 * Below those that systems hand out by themselves: a port chosen for somebody who listens only later, or is just being restarted, must not
 * meanwhile become the near end of a stranger's connection.
 */
const FIRST = 11_000;
const COUNT = 21_000;
/** Processes that choose at the same time look in different places. */
const SLICE = 1_000;
let next = ((process.pid * SLICE) % COUNT) + randomInt(SLICE);

/** The port asked for if nothing listens on it, or (0) a free one that nobody here has been given before. Throws `port-taken`. */
export async function takePort(wanted = 0): Promise<number> {
  if (wanted !== 0) return tryPort(wanted);
  for (let tries = 1; tries < COUNT; tries += 1) {
    const port = FIRST + next;
    next = (next + 1) % COUNT;
    try {
      return await tryPort(port);
    } catch (error) {
      if (!(error instanceof StackError)) throw error; // another's: the next one
    }
  }
  throw new StackError('port-taken', { port: FIRST });
}

async function tryPort(port: number): Promise<number> {
  const server = net.createServer();
  await listenOn(server, port);
  server.close();
  await once(server, 'close');
  return port;
}
