import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Area } from './area.ts';
import type { LoadChange } from './generate-changes.ts';
import { sendChanges } from './send-changes.ts';

let server: http.Server;
let area: Area;
/** Idempotency keys in the order in which they arrived, lost ones included. */
let arrived: string[];
let underWay: number;
let underWayMax: number;
/** How often each key's answer is withheld, and how. */
let failures: Map<string, 'lost' | 503>;

beforeEach(async () => {
  arrived = [];
  underWay = 0;
  underWayMax = 0;
  failures = new Map();
  server = http.createServer(async (request, response) => {
    const key = String(request.headers['idempotency-key']);
    arrived.push(key);
    underWay += 1;
    underWayMax = Math.max(underWayMax, underWay);
    await sleep(5);
    underWay -= 1;
    const failure = failures.get(key);
    failures.delete(key);
    if (failure === 'lost') return void request.destroy();
    response.statusCode = failure ?? 202;
    response.end(JSON.stringify({ changeId: `id-${key}`, status: 'accepted' }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  area = {
    profile: {} as Area['profile'],
    urlOf: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tokenOf: async () => 'token',
  };
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const change = (household: number, number: number): LoadChange => ({
  agency: 'jobcentre',
  idempotencyKey: `${household}-${number}`,
  household,
  change: {},
});

describe('sendChanges', () => {
  test('tells the changes of one household in order, those of several side by side', async () => {
    const changes = [1, 2, 3].flatMap((number) => [0, 1].map((one) => change(one, number)));
    const report = await sendChanges({ area, changes, callers: 6 });
    expect(report).toMatchObject({ sent: 6, duplicates: 0, refused: {} });
    for (const household of [0, 1]) {
      const own = arrived.filter((key) => key.startsWith(`${household}-`));
      expect(own).toEqual([1, 2, 3].map((number) => `${household}-${number}`));
    }
    expect(underWayMax).toBe(2);
  });

  test('tells a change again under the same key before it tells the next of that household', async () => {
    failures.set('0-1', 'lost').set('0-2', 503);
    const changes = [1, 2, 3].map((number) => change(0, number));
    const report = await sendChanges({ area, changes, callers: 3 });
    expect(arrived).toEqual(['0-1', '0-1', '0-2', '0-2', '0-3']);
    expect(report.accepted).toEqual(new Set(['id-0-1', 'id-0-2', 'id-0-3']));
  });
});
