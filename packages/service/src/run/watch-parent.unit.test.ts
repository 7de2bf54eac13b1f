import { expect, jest, test } from '@jest/globals';
import { type ParentPort, watchParent } from './watch-parent.ts';

const POLL_MS = 2;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function createParent(connected = true) {
  const parent: { pid: number; disconnect: () => void } = { pid: 7, disconnect: () => undefined };
  const port: ParentPort = {
    connected: () => connected,
    ppid: () => parent.pid,
    onDisconnect: (listener) => {
      parent.disconnect = listener;
    },
  };
  return { parent, port };
}

test('a changed parent id is told once, also when the channel closes too', async () => {
  const { parent, port } = createParent();
  const onDeath = jest.fn();
  watchParent(onDeath, port, POLL_MS);
  await wait(20);
  expect(onDeath).not.toHaveBeenCalled();
  parent.pid = 1;
  await wait(50);
  parent.disconnect();
  expect(onDeath).toHaveBeenCalledTimes(1);
});

test('a service without a channel outlives the shell that started it', async () => {
  const { parent, port } = createParent(false);
  const onDeath = jest.fn();
  watchParent(onDeath, port, POLL_MS);
  parent.pid = 1;
  await wait(20);
  expect(onDeath).not.toHaveBeenCalled();
});

test('nothing is told after watching has ended', async () => {
  const { parent, port } = createParent();
  const onDeath = jest.fn();
  watchParent(onDeath, port, POLL_MS)();
  parent.disconnect();
  expect(onDeath).not.toHaveBeenCalled();
});
