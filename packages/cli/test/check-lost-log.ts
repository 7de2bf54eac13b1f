import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase } from '@told/service';
import { type Stack, type StackOptions, startStack } from '@told/stack';
import {
  type Area,
  generateChanges,
  generateHouseholds,
  type HistorySummary,
  loadHouseholds,
  openArea,
  readHistory,
  type SyntheticHousehold,
  sendChanges,
  summariseHistory,
  waitForLedger,
  waitUntilQuiet,
} from '@told/testing';
import { runTold } from './run-told.ts';

const COUNCIL = 'central-bedfordshire';
const TODAY = '2010-04-05';
const REASON = 'the log lost its disk';
const AGREEMENTS = path.join(import.meta.dirname, '../../../infra/agreements');

/** What differs between logs. */
export interface LossWays {
  readonly choose: () => Promise<Partial<StackOptions>>;
  /** Each partition of told.changes loses what lies beyond this share of it, and hands out those offsets again. */
  loseTail(stack: Stack, share: number): Promise<unknown>;
}

let ways: LossWays;
let dir: string;
let stack: Stack;
let area: Area;
let settled: readonly SyntheticHousehold[];
const acknowledged = new Set<string>();

async function tell(households: readonly SyntheticHousehold[], changes: number, seed: number) {
  const told = generateChanges(households, { changes, seed, council: COUNCIL, today: TODAY });
  const report = await sendChanges({ area, changes: [...told] });
  for (const id of report.accepted) acknowledged.add(id);
}

const countOutbox = async (): Promise<number> => {
  const db = openDatabase({ url: stack.adminUrl('intake'), name: 'test-intake', max: 1 });
  const text = 'SELECT count(*) AS count FROM outbox';
  const { rows } = await db.query<{ count: number }>({ name: 'test_outbox', text });
  await db.close();
  return rows[0]?.count ?? 0;
};
async function drainIntake(): Promise<void> {
  while ((await countOutbox()) > 0) await sleep(50);
}

async function told<T>(...args: readonly string[]): Promise<T> {
  const { code, err, document } = await runTold([...args, '--json'], { profile: stack.stackFile });
  expect([code, err]).toEqual([0, '']);
  return document<T>();
}

interface Run {
  readonly state: string;
  readonly missing: number;
  readonly appended: number;
}
const republish = (...more: readonly string[]) =>
  told<Run>('changes', 'republish', '--reason', REASON, ...more);

/** Once both have read everything. */
async function stopReaders(): Promise<void> {
  await waitForLedger(area);
  for (const name of ['gateway', 'audit']) await stack.service(name).stop();
}

/** Who reads the changes notices by itself: it does not go on in a log that is another one. Told to read it again, it does. */
async function letReread(name: 'gateway' | 'audit'): Promise<void> {
  const service = stack.service(name);
  await service.restart().catch(() => undefined);
  await service.ended();
  const said = fs.readFileSync(service.log, 'utf8');
  expect(said).toMatch(/"code":"(?:forked|offset-out-of-range)"/);
  const reread = await told<{ partitions: readonly number[] }>(
    ...['changes', 'reread', '--service', name, '--reason', REASON],
  );
  expect(reread.partitions.length).toBeGreaterThan(0);
  await service.restart();
}

async function judge(): Promise<HistorySummary> {
  const where = { agreementsDir: AGREEMENTS, agreementSet: '2010' } as const;
  return summariseHistory(await readHistory({ area, acknowledged, ...where }));
}

interface Parked {
  readonly services: readonly {
    readonly items: readonly { readonly keyDigest: string; readonly cause: string }[];
  }[];
}
const listParked = async () => {
  const at = ['--service', 'gateway', '--topic', 'told.changes', '--limit', '1000'];
  return (await told<Parked>('parked', 'list', ...at)).services.flatMap(({ items }) => items);
};

/** What must hold after a log has lost its tail, whichever it is. */
export function checkLostLog(chosen: LossWays): void {
  ways = chosen;
  beforeAll(async () => {
    dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-lost-log-test-'));
    fs.chmodSync(dir, 0o755); // PostgreSQL does not run as root; its own account must get in
    stack = await startStack({ dir, fsync: false, logLevel: 'warn', ...(await ways.choose()) });
    area = openArea(stack);
    const households = generateHouseholds({ households: 60, seed: 31 });
    await loadHouseholds({ area, households, council: COUNCIL });
    settled = [...households];
  });

  afterAll(async () => {
    await stack?.stop();
    fs.rmSync(dir, { recursive: true });
  });

  describe('a log that lost its tail and grew again', () => {
    test('holds everything again after republish, and gateway and offices converge: nothing lost or doubled', async () => {
      const [households, others] = [settled.slice(0, 20), settled.slice(20, 40)];
      await tell(households, 60, 1);
      await waitUntilQuiet({ area });
      await stopReaders();
      // Some of what is lost has been decided, and some has not.
      await tell(households, 60, 2);
      await drainIntake();
      await ways.loseTail(stack, 0.3);
      // Of others, so that the log grows again over offsets that the gateway has read.
      await tell(others, 40, 3);
      await drainIntake();

      const dry = await republish('--dry-run');
      expect([dry.state, dry.appended]).toEqual(['done', 0]);
      expect(dry.missing).toBeGreaterThan(30);
      expect(await republish()).toMatchObject({
        ...{ state: 'done', missing: dry.missing, appended: dry.missing },
      });
      await drainIntake();
      expect(await republish()).toMatchObject({ state: 'done', missing: 0 });

      await letReread('gateway');
      await letReread('audit');
      await waitUntilQuiet({ area });
      await waitForLedger(area);
      const summary = await judge();
      expect(summary).toMatchObject({ lost: 0, doubled: 0, outOfOrder: 0, withoutBasis: 0 });
      expect(summary.findings).toEqual([]);
    });

    test('of persons told about in between, nothing is lost or doubled once their keys are released', async () => {
      const households = settled.slice(40);
      await tell(households, 60, 4);
      await waitUntilQuiet({ area });
      await stopReaders();
      await tell(households, 60, 5);
      await drainIntake();
      await ways.loseTail(stack, 0.7);
      await tell(households, 60, 6);
      await drainIntake();
      expect((await republish()).missing).toBeGreaterThan(0);
      await drainIntake();
      await letReread('gateway');
      await letReread('audit');
      await waitUntilQuiet({ area });

      const parked = await listParked();
      expect(parked.length).toBeGreaterThan(0);
      expect(new Set(parked.map(({ cause }) => cause))).toEqual(new Set(['gap']));
      for (const { keyDigest } of parked) {
        await told('parked', 'release', 'told.changes', keyDigest, '--reason', REASON);
      }
      expect(await listParked()).toEqual([]);
      await waitUntilQuiet({ area });
      expect(await judge()).toMatchObject({ lost: 0, doubled: 0, withoutBasis: 0 });
    });

    test('refuses a reason that names somebody, and does nothing', async () => {
      for (const command of ['republish', 'reread']) {
        const args = ['changes', command, '--reason', 'see QQ 12 34 56 C', '--json'];
        const { code, out } = await runTold(args, { profile: stack.stackFile });
        expect([code, out]).toEqual([1, expect.stringContaining('names-a-person')]);
        expect(out).not.toContain('QQ');
      }
    });
  });
}
