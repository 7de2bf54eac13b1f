import { once } from 'node:events';
import net from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { findObstacle } from './find-obstacle.ts';

const TLS = { ca: '' };
const LOGIN = { username: 'luton', password: 'secret' };

const servers: net.Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(answer: (socket: net.Socket) => void): Promise<net.AddressInfo> {
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined); // whoever asks hangs up when it has heard enough
    socket.once('data', () => answer(socket));
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server.address() as net.AddressInfo;
}

/** What a broker says to SaslHandshake: size, correlation, error, no mechanisms. */
function handshake(errorCode: number): Buffer {
  const answer = Buffer.alloc(14);
  answer.writeInt32BE(10, 0);
  answer.writeInt32BE(1, 4);
  answer.writeInt16BE(errorCode, 8);
  return answer;
}
const OPEN = handshake(34);
const ASKS = handshake(0);
const ALERT = Buffer.of(0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x50);

test.each([
  ['a listener that takes requests as they come', OPEN, {}, undefined],
  ['one that asks for a login', ASKS, {}, 'login-wanted'],
  ['one that asks for a login, and has one', ASKS, { login: LOGIN }, undefined],
  ['one that knows no TLS', OPEN, { tls: TLS }, 'tls-unknown'],
  ['one that knows no TLS and asks for a login', ASKS, { tls: TLS, login: LOGIN }, 'tls-unknown'],
  ['one that speaks nothing but TLS', ALERT, {}, 'tls-wanted'],
  ['one that speaks nothing but TLS, as asked', ALERT, { tls: TLS, login: LOGIN }, undefined],
] as const)('at %s', async (_name, answer, access, obstacle) => {
  const { port } = await serve((socket) => {
    socket.write(answer.subarray(0, 3)); // the rest comes when it comes
    setImmediate(() => socket.write(answer.subarray(3)));
  });
  expect(await findObstacle({ host: '127.0.0.1', port }, access)).toBe(obstacle);
});

test.each<[string, (socket: net.Socket) => void]>([
  ['hangs up', (socket) => socket.destroy()],
  ['says what no broker says', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ['says nothing', () => undefined],
])('of a listener that %s nothing is known', async (_name, answer) => {
  const { port } = await serve(answer);
  expect(await findObstacle({ host: '127.0.0.1', port }, {})).toBeUndefined();
});

test('of a listener that is not there nothing is known', async () => {
  const { port } = await serve(() => undefined);
  for (const server of servers.splice(0)) await new Promise((done) => server.close(done));
  expect(await findObstacle({ host: '127.0.0.1', port }, { tls: TLS })).toBeUndefined();
});
