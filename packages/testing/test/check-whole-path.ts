import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openEventLog } from '@told/service';
import type { StackOptions } from '@told/stack';
import {
  type Area,
  type HistorySummary,
  type LoadChange,
  type SendReport,
  type SyntheticHousehold,
  sendChanges,
  waitUntilQuiet,
} from '../src/index.ts';
import { describeInterest } from '../src/people/describe-cases.ts';
import { readTables } from '../src/trials/read-tables.ts';
import {
  judgeHistory,
  makeChanges,
  type RunningArea,
  SOUND,
  settleHouseholds,
  startArea,
  TIMEOUT_MS,
} from '../src/trials/start-area.ts';

/** What a load must leave on every log: the same suite for each driver. */
export function checkWholePath(choose: () => Promise<Partial<StackOptions>>): void {
  let running: RunningArea;
  let changes: readonly LoadChange[];
  let told: SendReport;
  let summary: HistorySummary;

  beforeAll(async () => {
    running = await startArea(await choose());
    const { area } = running;
    const households = await settleHouseholds(area, { households: 300, seed: 7 });
    await registerWithoutAgreement(area, households.slice(0, 50));
    changes = makeChanges(households, { changes: 1_500, seed: 7 });
    told = await sendChanges({ area, changes });
    await waitUntilQuiet({ area });
    summary = await judgeHistory(area, told.accepted);
  }, TIMEOUT_MS);

  afterAll(() => running?.stop(), TIMEOUT_MS);

  describe('a load through the whole product', () => {
    test('is accepted entirely, repeated notices as the changes they repeat', () => {
      const keys = new Set(changes.map(({ idempotencyKey }) => idempotencyKey));
      expect(told).toMatchObject({ sent: changes.length, refused: {} });
      expect(told.accepted.size).toBe(keys.size);
      expect(told.duplicates).toBe(changes.length - keys.size);
      expect(told.duplicates).toBeGreaterThan(0);
    });

    test('leaves a history with nothing lost, doubled, out of order or without basis', () => {
      expect(summary).toMatchObject(SOUND);
    });

    test('is decided change by change: released, trimmed, and never back to its own case', () => {
      const { decisions } = summary;
      // What JobCentre Plus' own awards became is told over the bus besides.
      expect(summary.changes).toBeGreaterThan(told.accepted.size);
      expect(decisions.release).toBeGreaterThan(0);
      expect(decisions.trimmed).toBeGreaterThan(0);
      expect(decisions.own).toBeGreaterThan(0);
    });

    test('is refused to an agency that no agreement names, of which nothing reaches it', async () => {
      expect(summary.decisions.refused).toBeGreaterThan(0);
      const log = openEventLog(running.stack.log, 'told-test');
      const bounds = await log.bounds('told.releases.luton');
      await log.close();
      expect(bounds.filter(({ end }) => end > 0n)).toEqual([]);
    });

    test('is answered by the offices in several ways, and changes awards', () => {
      const { outcomes, awardsChanged, decisions } = summary;
      const answers = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
      expect(answers).toBe(decisions.release + decisions.trimmed);
      expect(outcomes['applied']).toBeGreaterThan(0);
      expect(outcomes['no-change']).toBeGreaterThan(0);
      expect(outcomes['to-verify']).toBeGreaterThan(0);
      expect(awardsChanged).toBeGreaterThan(0);
      const moved = (outcomes['applied'] ?? 0) + (outcomes['to-verify'] ?? 0);
      expect(awardsChanged).toBeLessThanOrEqual(moved);
    });

    test(
      'changes nothing when all of it is told again',
      async () => {
        const { area } = running;
        const before = await readTables(area);
        const again = await sendChanges({ area, changes });
        expect(again).toMatchObject({ sent: changes.length, duplicates: changes.length });
        expect(again.accepted).toEqual(told.accepted);
        await waitUntilQuiet({ area });
        expect(await readTables(area)).toEqual(before);
        expect(await judgeHistory(area, told.accepted)).toEqual(summary);
      },
      TIMEOUT_MS,
    );
  });
}

/** Luton asks to be told, and no agreement of the set lets it. */
async function registerWithoutAgreement(
  area: Area,
  households: readonly SyntheticHousehold[],
): Promise<void> {
  const lines = households.map((one) =>
    JSON.stringify(describeInterest(one, 'council-tax-liable', `LUT-${one.index}`)),
  );
  const response = await fetch(`${area.urlOf('gateway')}/v1/interests/bulk`, {
    method: 'POST',
    body: lines.join('\n'),
    headers: {
      authorization: `Bearer ${await area.tokenOf('luton')}`,
      'content-type': 'application/x-ndjson',
      connection: 'close',
    },
  });
  expect(response.status).toBe(200);
  expect(await response.text()).not.toContain('refused');
}
