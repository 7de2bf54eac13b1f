import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Statement } from '@told/service';
import type { Stack, StackOptions } from '@told/stack';
import {
  type LoadChange,
  type SyntheticHousehold,
  sendChanges,
  waitUntilQuiet,
  withDatabase,
} from '../src/index.ts';
import {
  judgeHistory,
  makeChanges,
  type RunningArea,
  SOUND,
  settleHouseholds,
  startArea,
  TIMEOUT_MS,
} from '../src/trials/start-area.ts';
import { expectProblem, TRACEPARENT } from './expect-problem.ts';

/** More than the longest pause between two tries. */
const READY_TIMEOUT_MS = 120_000;
const WAITING: Statement = { name: 'waiting', text: 'SELECT count(*) AS count FROM outbox' };

/** Takes the log away from everybody, and gives it back with all its records. */
export interface LogSwitch {
  stop(stack: Stack): Promise<void>;
  start(stack: Stack): Promise<void>;
}

/** An area of its own for a suite that takes parts away. */
export interface TroubledArea {
  readonly running: () => RunningArea;
  readonly households: () => readonly SyntheticHousehold[];
  /** New changes, all of which intake must accept. */
  tellMore(changes: number): Promise<number>;
  expectSound(): Promise<void>;
}

function settleTroubledArea(choose: () => Promise<Partial<StackOptions>>): TroubledArea {
  let running: RunningArea;
  let households: readonly SyntheticHousehold[];
  const acknowledged = new Set<string>();
  let seed = 0;

  beforeAll(async () => {
    running = await startArea(await choose());
    households = await settleHouseholds(running.area, { households: 100, seed: 23 });
  }, TIMEOUT_MS);

  afterAll(() => running?.stop(), TIMEOUT_MS);

  return {
    running: () => running,
    households: () => households,
    async tellMore(changes) {
      seed += 1;
      const told = makeChanges(households, { changes, seed });
      const report = await sendChanges({ area: running.area, changes: told });
      expect(report).toMatchObject({ sent: changes, refused: {} });
      for (const id of report.accepted) acknowledged.add(id);
      return report.accepted.size;
    },
    async expectSound() {
      await waitUntilQuiet({ area: running.area });
      expect(await judgeHistory(running.area, acknowledged)).toMatchObject(SOUND);
    },
  };
}

/** What must hold while the log is away, whichever it is. */
export function checkLogOutages(
  choose: () => Promise<Partial<StackOptions>>,
  log: LogSwitch,
): TroubledArea {
  const troubled = settleTroubledArea(choose);
  const { running, tellMore, expectSound } = troubled;
  const stopLog = (): Promise<void> => log.stop(running().stack);
  const startLog = (): Promise<void> => log.start(running().stack);

  const countWaiting = (): Promise<number> =>
    withDatabase(running().area, 'intake', async (db) => {
      const { rows } = await db.query<{ count: number }>(WAITING);
      return rows[0]?.count ?? 0;
    });

  /** Parts of the service that are not ready. */
  async function readMissing(service: string): Promise<readonly string[]> {
    const response = await fetch(`${running().area.urlOf(service)}/health/ready`, {
      headers: { connection: 'close' },
    });
    const { parts } = (await response.json()) as {
      readonly parts: readonly { readonly part: string; readonly ready: boolean }[];
    };
    const missing = parts.filter(({ ready }) => !ready).map(({ part }) => part);
    expect(response.status).toBe(missing.length === 0 ? 200 : 503);
    return missing;
  }

  async function waitUntilReady(service: string): Promise<void> {
    const deadline = performance.now() + READY_TIMEOUT_MS;
    let missing = await readMissing(service);
    while (missing.length > 0 && performance.now() < deadline) {
      await sleep(100);
      missing = await readMissing(service);
    }
    expect(missing).toEqual([]);
  }

  async function tellOne(change: LoadChange | undefined) {
    const response = await fetch(`${running().area.urlOf('intake')}/v1/changes`, {
      method: 'POST',
      body: JSON.stringify(change?.change),
      headers: {
        authorization: `Bearer ${await running().area.tokenOf(change?.agency ?? '')}`,
        'content-type': 'application/json',
        'idempotency-key': change?.idempotencyKey ?? '',
        traceparent: TRACEPARENT,
        connection: 'close',
      },
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  describe('while the log is away', () => {
    test(
      'intake accepts, its outbox holds everything, and all of it arrives afterwards',
      async () => {
        await stopLog();
        try {
          const accepted = await tellMore(120);
          expect(await countWaiting()).toBe(accepted);
          for (const service of ['intake', 'gateway', 'jobcentre']) {
            expect(await readMissing(service)).toContain('log');
          }
        } finally {
          await startLog();
        }
        for (const service of ['intake', 'gateway', 'jobcentre']) await waitUntilReady(service);
        await expectSound();
        expect(await countWaiting()).toBe(0);
      },
      TIMEOUT_MS,
    );

    test(
      'a full outbox closes the door with 503 and Retry-After, and stores nothing',
      async () => {
        const limit = 30;
        const intake = running().stack.service('intake');
        await intake.restart({ TOLD_OUTBOX_RECORDS_MAX: String(limit) });
        await waitUntilQuiet({ area: running().area });
        await stopLog();
        const refused = makeChanges(troubled.households(), { changes: 1, seed: 999 })[0];
        try {
          // The bound is looked at ten times a second: a burst may overrun it, and then the door is closed.
          while ((await countWaiting()) < limit) await tellMore(10);
          await sleep(200);
          const before = await countWaiting();
          const answer = await tellOne(refused);
          expectProblem(answer, { status: 503, code: 'outbox-full' });
          expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
          expect(await countWaiting()).toBe(before);
        } finally {
          await startLog();
        }
        await expectSound();
        const again = await tellOne(refused);
        expect(again.status).toBe(202);
        expect(JSON.parse(again.text)).toMatchObject({ status: 'accepted' });
        await intake.restart();
        await expectSound();
      },
      TIMEOUT_MS,
    );
  });

  return troubled;
}
