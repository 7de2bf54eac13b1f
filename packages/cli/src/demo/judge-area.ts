import path from 'node:path';
import { type Area, type HistorySummary, readHistory, summariseHistory } from '@told/testing';

const AGREEMENTS = path.resolve(import.meta.dirname, '../../../../infra/agreements');

/** Reads logs and databases back and judges them; counts what was accepted since an instant. */
export async function judgeArea(
  area: Area,
  acknowledged: Iterable<string>,
  sinceMs = 0,
): Promise<HistorySummary> {
  const where = { agreementsDir: AGREEMENTS, agreementSet: '2010' } as const;
  return summariseHistory(await readHistory({ area, acknowledged, ...where }), sinceMs);
}
