import { expect, test } from '@jest/globals';
import type { Agency } from '@told/agreements';
import { describeAfterwards, describeAgency, describeDifferences } from './describe-agency.ts';
import { type AppliedAgency, planAgencies } from './plan-agencies.ts';

const LUTON: Agency = {
  id: 'luton',
  legalName: 'Luton Borough Council',
  controller: 'Luton Borough Council',
  gssCode: 'E06000032',
  privacyContact: 'privacy@luton.example',
  incidentContact: 'incidents@luton.example',
  capacities: ['ctb-claimant'],
  transports: ['bus'],
  state: 'live',
  scopes: ['changes:write', 'why:read'],
  reads: { 'ctb-claimant': { income: ['who'] } },
  hash: 'a'.repeat(64),
};

const apply = (
  { hash, ...document }: Agency,
  more: Partial<AppliedAgency> = {},
): AppliedAgency => ({
  agency: document.id,
  version: 1,
  state: document.state,
  hash,
  appliedAt: '2010-05-13T10:00:00.000Z',
  standing: document.state,
  suspended: false,
  running: true,
  document,
  ...more,
});
const edit = (change: Partial<Agency>): Agency => ({ ...LUTON, hash: 'b'.repeat(64), ...change });

test('files that are in force need nothing', () => {
  const plan = planAgencies([LUTON], [apply(LUTON)]);
  expect(plan).toEqual({ apply: [], withoutFile: [], afterwards: [] });
  expect(describeDifferences(plan)).toBe('the gateway goes by the files of infra');
  expect(describeAfterwards(plan, false)).toBe('Nothing else is to be done.');
});

test.each<[string, Partial<Agency>, readonly string[]]>([
  ['the state', { state: 'suspended' }, ['state: live → suspended']],
  ['no area any more', { gssCode: null }, ['gssCode: E06000032 → –']],
  [
    'capacities',
    { capacities: ['council-tax-liable'] },
    ['capacities: + council-tax-liable, − ctb-claimant'],
  ],
  [
    'what it uses',
    { reads: { 'ctb-claimant': { income: ['netPence'] } } },
    ['reads: + ctb-claimant/income.netPence, − ctb-claimant/income.who'],
  ],
  ['a remark', {}, ['words alone']],
])('says what an edit changes: %s', (_name, change, differences) => {
  const plan = planAgencies([edit(change)], [apply(LUTON)]);
  expect(plan.apply).toEqual([{ agency: 'luton', kind: 'change', differences }]);
  expect(plan.afterwards).toEqual([]);
});

test('whoever joins needs topics and a start, in this order, also after the file is in force', () => {
  const [topics, start] = planAgencies([LUTON], []).afterwards;
  expect([topics, start]).toEqual([
    expect.stringContaining('topics apply'),
    expect.stringContaining('npm start'),
  ]);
  const waiting = planAgencies([LUTON], [apply(LUTON, { running: false, standing: 'unknown' })]);
  expect(waiting).toMatchObject({ apply: [], afterwards: [topics, start] });
  expect(describeAfterwards(planAgencies([LUTON], []), false)).toMatch(
    /1\. put the files in force/,
  );
});

test('scopes are given at the issuer', () => {
  const plan = planAgencies([edit({ scopes: ['why:read'] })], [apply(LUTON)]);
  expect(plan.apply[0]?.differences).toEqual(['scopes: − changes:write']);
  expect(plan.afterwards).toEqual([expect.stringContaining('issuer')]);
});

test('an agency without a file is left alone and shown', () => {
  const plan = planAgencies([], [apply(LUTON)]);
  expect(plan).toMatchObject({ apply: [], withoutFile: ['luton'] });
  expect(describeDifferences(plan)).toContain('told agencies suspend');
});

test.each([
  [{ suspended: true, standing: 'suspended' as const }, 'suspended, by an operator'],
  [{ running: false, standing: 'unknown' as const }, 'until the services have been started'],
  [{}, 'decisions say  live'],
])('shows how an agency stands: %p', (more, expected) => {
  expect(describeAgency(apply(LUTON, more), 'no')).toContain(expected);
});
