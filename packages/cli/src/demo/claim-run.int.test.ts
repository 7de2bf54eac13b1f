import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { claimRun } from './claim-run.ts';

test('runs of any size on one folder never share a household', () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-runs-'));
  try {
    expect(claimRun(dir, 200)).toEqual({ number: 1, firstHousehold: 0 });
    expect(claimRun(dir, 4)).toEqual({ number: 2, firstHousehold: 200 });
    expect(claimRun(dir, 0)).toEqual({ number: 3, firstHousehold: 204 });
    expect(claimRun(dir, 30)).toEqual({ number: 4, firstHousehold: 204 });
  } finally {
    fs.rmSync(dir, { recursive: true });
  }
});
