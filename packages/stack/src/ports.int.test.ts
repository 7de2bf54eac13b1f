import net from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { listenOn, takePort } from './ports.ts';

const servers: net.Server[] = [];
const open = async (port?: number): Promise<number> => {
  const server = net.createServer();
  servers.push(server);
  return listenOn(server, port);
};

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

describe('choosing a port for somebody who listens later', () => {
  test('never gives the same twice, though nobody listens on it yet', async () => {
    const given: number[] = [];
    for (let count = 0; count < 300; count += 1) given.push(await takePort());
    expect(new Set(given).size).toBe(given.length);
  });

  test('gives none that the system gives away by itself', async () => {
    // Linux begins at 32768, all others above that.
    expect(await takePort()).toBeLessThan(32_768);
  });

  test('passes by what somebody listens on', async () => {
    const before = await takePort();
    await open(before + 1);
    expect(await takePort()).toBeGreaterThan(before + 1);
  });

  test('gives the one that was asked for, or says that it is taken', async () => {
    const port = await takePort();
    expect(await takePort(port)).toBe(port);
    await open(port);
    await expect(takePort(port)).rejects.toMatchObject({ code: 'port-taken', details: { port } });
  });
});
