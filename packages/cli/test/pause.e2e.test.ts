import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Stack, startStack } from '@told/stack';
import {
  type Area,
  generateChanges,
  generateHouseholds,
  loadHouseholds,
  openArea,
  readHistory,
  sendChanges,
  summariseHistory,
  waitUntilQuiet,
  withDatabase,
} from '@told/testing';
import { runTold, type Told } from './run-told.ts';

const COUNCIL = 'central-bedfordshire';
const OFFICE = `council-tax-${COUNCIL}`;
const TODAY = '2010-04-05';
const AGREEMENTS = path.join(import.meta.dirname, '../../../infra/agreements');
const REASON = ['--reason', 'their database moves'];
const PATIENCE_MS = 120_000;

let dir: string;
let stack: Stack;
let area: Area;
const acknowledged = new Set<string>();

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-pause-test-'));
  fs.chmodSync(dir, 0o755); // PostgreSQL does not run as root; its own account must get in
  stack = await startStack({ dir, fsync: false, logLevel: 'warn' });
  area = openArea(stack);
});

afterAll(async () => {
  await stack?.stop();
  fs.rmSync(dir, { recursive: true });
});

const told = (...args: readonly string[]): Promise<Told> =>
  runTold(args, { profile: stack.stackFile });
async function ask<T>(...args: readonly string[]): Promise<T> {
  const { code, err, document } = await told(...args, '--json');
  expect([code, err]).toEqual([0, '']);
  return document<T>();
}

interface Consumption {
  readonly paused: boolean;
  readonly waiting: number;
  readonly changed?: boolean;
}
interface Listed {
  readonly agencies: readonly { readonly agency: string; readonly consumption: Consumption }[];
}
const readPause = async (agency: string): Promise<Consumption | undefined> =>
  (await ask<Listed>('agencies', 'list')).agencies.find((one) => one.agency === agency)
    ?.consumption;

const countOutcomes = (service: string): Promise<number> =>
  withDatabase(area, service, async (db) => {
    const text = 'SELECT count(*) AS count FROM outcome';
    const { rows } = await db.query<{ count: number }>({ name: 'test_outcomes', text });
    return rows[0]?.count ?? 0;
  });

async function until(check: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error('it did not come about in time');
    await sleep(200);
  }
}

describe('a paused agency', () => {
  test('lets its releases wait while the others go on, through a restart, and uses them all in order once resumed', async () => {
    const households = generateHouseholds({ households: 20, seed: 61 });
    await loadHouseholds({ area, households, council: COUNCIL });
    expect(await ask('agencies', 'pause', COUNCIL, ...REASON, '--dry-run')).toMatchObject({
      status: 'not-sent',
    });
    expect((await readPause(COUNCIL))?.paused).toBe(false);
    const pause = ['agencies', 'pause', COUNCIL, ...REASON];
    expect(await ask(...pause)).toMatchObject({ paused: true, changed: true, keptDays: 90 });
    expect((await told(...pause)).out).toMatch(/is paused \(it stood so before\): .* 90 days/);
    const before = await countOutcomes(OFFICE);

    const changes = [
      ...generateChanges(households, { changes: 80, seed: 2, council: COUNCIL, today: TODAY }),
    ];
    const report = await sendChanges({ area, changes });
    for (const id of report.accepted) acknowledged.add(id);
    await until(async () => ((await readPause(COUNCIL))?.waiting ?? 0) > 0);
    await until(async () => (await countOutcomes('jobcentre')) > 0);
    expect(await countOutcomes(OFFICE)).toBe(before);

    await stack.service(OFFICE).restart(); // ready all the same
    expect(await readPause(COUNCIL)).toMatchObject({ paused: true });
    const { out } = await told('agencies', 'list');
    expect(out).toMatch(/central-bedfordshire .*live +live +since .* releases wait/);
    const doctor = await told('doctor');
    expect(doctor.out).toMatch(
      /✗ +agencies: paused +central-bedfordshire since .*agencies resume <agency>/,
    );
    expect(await countOutcomes(OFFICE)).toBe(before);

    const resumed = await ask<{ pauseEnded: boolean; changed: boolean }>(
      ...['agencies', 'resume', COUNCIL, '--reason', 'it has moved'],
    );
    expect(resumed).toMatchObject({ pauseEnded: true, changed: false });
    await waitUntilQuiet({ area });
    expect(await countOutcomes(OFFICE)).toBeGreaterThan(before);
    expect((await told('agencies', 'resume', COUNCIL, ...REASON)).out).toContain('stood so before');
    const where = { agreementsDir: AGREEMENTS, agreementSet: '2010' } as const;
    const summary = await summariseHistory(await readHistory({ area, acknowledged, ...where }));
    expect(summary).toMatchObject({ lost: 0, doubled: 0, outOfOrder: 0, withoutBasis: 0 });
  });

  test('whose program is its own is told so', async () => {
    const { code, err } = await told('agencies', 'pause', 'stevenage', ...REASON);
    expect([code, err]).toEqual([2, expect.stringContaining('its own to pause')]);
  });
});
