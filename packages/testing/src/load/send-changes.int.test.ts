import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Area } from './area.ts';
import type { LoadChange } from './load-change.ts';
import { sendChanges } from './send-changes.ts';

let server: http.Server;
let area: Area;
/** Idempotency keys in the order in which they arrived, those of lost answers included, request by request. */
let arrived: string[][];
let underWay: number;
let underWayMax: number;
/** How the answer to a request that begins with this key is withheld, once. */
let failures: Map<string, 'lost' | 503>;

beforeEach(async () => {
  arrived = [];
  underWay = 0;
  underWayMax = 0;
  failures = new Map();
  server = http.createServer(async (request, response) => {
    const lines = (await text(request)).trim().split('\n');
    const keys = lines.map((line) => (JSON.parse(line) as LoadChange).idempotencyKey);
    arrived.push(keys);
    underWay += 1;
    underWayMax = Math.max(underWayMax, underWay);
    await sleep(5);
    underWay -= 1;
    const failure = failures.get(keys[0] ?? '');
    failures.delete(keys[0] ?? '');
    if (failure === 'lost') return void response.destroy();
    response.statusCode = failure ?? 200;
    const answers = keys.map((key) =>
      key.endsWith('-bad')
        ? { status: 'refused', code: 'invalid-change' }
        : { status: 'accepted', changeId: `id-${key}` },
    );
    response.end(answers.map((answer) => `${JSON.stringify(answer)}\n`).join(''));
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

const change = (household: number, number: number | string, agency = 'jobcentre'): LoadChange => ({
  agency,
  idempotencyKey: `${household}-${number}`,
  household,
  change: {},
});

const COUNCIL = 'central-bedfordshire';

describe('sendChanges', () => {
  test('tells the changes of one household in order, those of several side by side', async () => {
    const changes = [1, 2, 3].flatMap((number) => [0, 1].map((one) => change(one, number)));
    const report = await sendChanges({ area, changes, requests: 6, lines: 1 });
    expect(report).toMatchObject({ sent: 6, duplicates: 0, refused: {} });
    for (const household of [0, 1]) {
      const own = arrived.flat().filter((key) => key.startsWith(`${household}-`));
      expect(own).toEqual([1, 2, 3].map((number) => `${household}-${number}`));
    }
    expect(underWayMax).toBe(2);
  });

  test('puts what one agency tells into one request, up to its bound', async () => {
    const changes = [1, 2, 3, 4, 5].map((household) => change(household, 1));
    await sendChanges({ area, changes, requests: 1, lines: 3 });
    expect(arrived).toEqual([
      ['1-1', '2-1', '3-1'],
      ['4-1', '5-1'],
    ]);
  });

  test('lets nothing of a household overtake what another agency tells of it first', async () => {
    const changes = [
      change(0, 1),
      change(0, 2, COUNCIL),
      change(0, 3),
      change(1, 1, COUNCIL),
      change(2, 1),
    ];
    await sendChanges({ area, changes, requests: 4, lines: 10 });
    expect(arrived).toEqual([['0-1', '2-1'], ['1-1'], ['0-2'], ['0-3']]);
  });

  test('tells lines again under the same keys before it tells the next of those households', async () => {
    failures.set('0-1', 'lost').set('0-2', 503);
    const changes = [1, 2, 3].map((number) => change(0, number));
    const report = await sendChanges({ area, changes, requests: 3, lines: 1 });
    expect(arrived.flat()).toEqual(['0-1', '0-1', '0-2', '0-2', '0-3']);
    expect(report.accepted).toEqual(new Set(['id-0-1', 'id-0-2', 'id-0-3']));
  });

  test('counts a refused line by its code, and takes the others', async () => {
    const changes = [change(0, 1), change(1, 'bad'), change(2, 1)];
    const report = await sendChanges({ area, changes });
    const once = { 'invalid-change': 1 };
    expect(report).toMatchObject({ sent: 3, refused: once, unexpected: once });
    expect(report.accepted).toEqual(new Set(['id-0-1', 'id-2-1']));
  });

  test('tells a line as it is written, and says which answers were not expected', async () => {
    const line = JSON.stringify({ idempotencyKey: '1-bad', change: { other: true } });
    const changes = [
      { ...change(1, 'x'), line, refusedAs: 'invalid-change' },
      { ...change(2, 1), refusedAs: 'invalid-change' },
    ];
    const report = await sendChanges({ area, changes });
    expect(arrived).toEqual([['1-bad', '2-1']]);
    expect(report).toMatchObject({ refused: { 'invalid-change': 1 }, unexpected: { accepted: 1 } });
  });
});
