import { describe, expect, test } from '@jest/globals';
import { generateHouseholds } from '../../people/generate-households.ts';
import { makeWave, splitWave } from '../make-wave.ts';
import { formatTrials } from './format-trials.ts';
import { chooseTrials, FAULT_TRIALS } from './list-trials.ts';
import type { TriedFault } from './run-trials.ts';

describe('a wave in parts', () => {
  const settled = {
    'central-bedfordshire': generateHouseholds({ households: 20, seed: 1 }),
    luton: generateHouseholds({ households: 20, seed: 1, first: 20 }),
  };
  const wave = makeWave(settled, 1, { changes: 20 });

  test.each([1, 3, 8, 50])('of %i tells everything once and in order', (parts) => {
    const split = splitWave(wave, parts);
    expect(split).toHaveLength(parts);
    expect(split.flatMap(({ changes }) => changes)).toEqual(wave.changes);
    expect(split.flatMap(({ commands }) => commands)).toEqual(wave.commands);
    expect(split.flatMap(({ interests }) => interests)).toEqual(wave.interests);
  });

  test('of several gives officers something to do when some changes have been told', () => {
    expect(splitWave(wave, 4).map(({ commands }) => commands.length)).toEqual([0, 3, 0, 0]);
  });
});

describe('the trials', () => {
  test('are chosen by name, in their own order, or all', () => {
    const names = FAULT_TRIALS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(chooseTrials(names.toReversed())).toEqual(FAULT_TRIALS);
    expect(chooseTrials(['all'])).toEqual(FAULT_TRIALS);
    expect(() => chooseTrials(['flood'])).toThrow('there is no trial flood; there are ');
  });
});

describe('the table', () => {
  const sound: TriedFault = {
    name: 'instance-killed',
    outcome: 'passed',
    did: 'SIGKILL',
    changes: 120,
    invariants: { lost: 0, doubled: 0, outOfOrder: 0, withoutBasis: 0 },
    findings: [],
    different: [],
    seconds: 12.34,
  };

  test('says of each trial what was done and what came of it', () => {
    const [head, ...rows] = formatTrials([
      sound,
      { ...sound, name: 'disk-full', outcome: 'skipped', did: 'it needs a disk', changes: 0 },
      {
        ...sound,
        outcome: 'failed',
        different: ['intake/accepted_change'],
        findings: [{ kind: 'lost', what: 'a change', id: 'c-1' }],
      },
    ]).split('\n');
    expect(head?.split(/ {2,}/)).toEqual([
      ...['trial', 'outcome', 'changes', 'lost', 'doubled', 'out of order', 'without basis'],
      ...['tables', 'seconds', 'done'],
    ]);
    expect(rows.map((row) => row.split(/ {2,}/))).toEqual([
      ['instance-killed', 'passed', '120', '0', '0', '0', '0', 'equal', '12.3', 'SIGKILL'],
      ['disk-full', 'skipped', '–', '–', '–', '–', '–', '–', '12.3', 'it needs a disk'],
      ['instance-killed', 'failed', '120', '0', '0', '0', '0', 'DIFFER', '12.3', 'SIGKILL'],
      ['instance-killed differs: intake/accepted_change'],
      ['instance-killed lost: a change (c-1)'],
      [''],
    ]);
  });
});
