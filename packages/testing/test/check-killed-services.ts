import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { StackOptions } from '@told/stack';
import { type LoadChange, sendChanges, waitUntilQuiet } from '../src/index.ts';
import { oneEach } from '../src/trials/make-wave.ts';
import { readTables, type Tables } from '../src/trials/read-tables.ts';
import {
  judgeHistory,
  makeChanges,
  type RunningArea,
  SOUND,
  settleHouseholds,
  startArea,
  TIMEOUT_MS,
} from '../src/trials/start-area.ts';

const COUNCIL_SERVICE = 'council-tax-central-bedfordshire';
const SERVICES = ['intake', 'gateway', COUNCIL_SERVICE, 'jobcentre'] as const;
const HOUSEHOLDS = { households: 200, seed: 11 };
/** One for each service that is killed. */
const WAVES = SERVICES.length;
const CHANGES_A_WAVE = 250;

/** What deaths of services must not change on any log: each driver is held against an undisturbed run on the embedded one. */
export function checkKilledServices(choose: () => Promise<Partial<StackOptions>>): void {
  /** The waves of the load, the same for every run. */
  let waves: readonly (readonly LoadChange[])[];
  /** What an undisturbed run leaves after each of its waves. */
  const undisturbed: Tables[] = [];
  let running: RunningArea;
  const acknowledged = new Set<string>();

  beforeAll(async () => {
    const calm = await startArea();
    try {
      const households = await settleHouseholds(calm.area, HOUSEHOLDS);
      waves = Array.from({ length: WAVES }, (_, wave) =>
        oneEach(makeChanges(households, { changes: CHANGES_A_WAVE, seed: HOUSEHOLDS.seed + wave })),
      );
      for (const changes of waves) {
        await sendChanges({ area: calm.area, changes });
        await waitUntilQuiet({ area: calm.area });
        undisturbed.push(await readTables(calm.area));
      }
    } finally {
      await calm.stop();
    }
    running = await startArea({ fsync: true, ...(await choose()) });
    await settleHouseholds(running.area, HOUSEHOLDS);
  }, TIMEOUT_MS);

  afterAll(() => running?.stop(), TIMEOUT_MS);

  async function tell(changes: readonly LoadChange[]): Promise<void> {
    const report = await sendChanges({ area: running.area, changes });
    expect(report).toMatchObject({ sent: changes.length, refused: {} });
    for (const id of report.accepted) acknowledged.add(id);
  }

  /** Sends a wave and disturbs it from the end of its first third on; the last third comes afterwards. */
  async function sendDisturbed(wave: number, disturb: () => Promise<void>): Promise<void> {
    const changes = waves[wave] ?? [];
    const third = Math.ceil(changes.length / 3);
    await tell(changes.slice(0, third));
    await Promise.all([tell(changes.slice(third, 2 * third)), disturb()]);
    await tell(changes.slice(2 * third));
    await waitUntilQuiet({ area: running.area });
  }

  describe('a load during which services are killed', () => {
    test('has something to lose: every wave of the undisturbed run changes awards, and parks nothing', () => {
      const sizes = undisturbed.map(
        (tables) => tables[`${COUNCIL_SERVICE}/award_history`]?.length ?? 0,
      );
      for (const [wave, size] of sizes.entries())
        expect(size).toBeGreaterThan(sizes[wave - 1] ?? 0);
      const parked = Object.entries(undisturbed.at(-1) ?? {}).filter(([table]) =>
        table.endsWith('/parked_record'),
      );
      expect(parked.flatMap(([, rows]) => rows)).toEqual([]);
    });

    test.each(SERVICES.map((name, wave) => ({ name, wave })))(
      'leaves what an undisturbed one leaves when $name is killed in the middle',
      async ({ name, wave }) => {
        const service = running.stack.service(name);
        await sendDisturbed(wave, async () => {
          service.kill('SIGKILL');
          await service.ended();
          await service.restart();
        });
        expect(await readTables(running.area)).toEqual(undisturbed[wave]);
        expect(await judgeHistory(running.area, acknowledged)).toMatchObject(SOUND);
      },
      TIMEOUT_MS,
    );
  });
}
