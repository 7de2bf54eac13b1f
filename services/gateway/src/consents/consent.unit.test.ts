import { describe, expect, test } from '@jest/globals';
import type { Consent } from '@told/codec';
import { judgeConsent, type WantedConsent } from './consent.ts';

const wanted = (over: Partial<WantedConsent>): WantedConsent => ({
  subjectKey: '0'.repeat(32),
  recipient: 'central-bedfordshire',
  purpose: 'pre-filling-forms',
  action: 'given',
  on: '2010-05-12',
  until: null,
  recordedBy: 'jobcentre',
  ...over,
});
const known = (over: Partial<WantedConsent>): Consent => ({
  ...wanted(over),
  consentId: '00000000-0000-4000-8000-000000000001',
  version: 1,
  subjectVersion: 1,
  recordedAt: 0,
});

describe('judgeConsent', () => {
  test.each<[string, Partial<WantedConsent>, Partial<WantedConsent> | undefined, string]>([
    ['given for the first time', {}, undefined, 'recorded'],
    ['withdrawn without ever being given', { action: 'withdrawn' }, undefined, 'recorded'],
    ['given again as it stands', {}, {}, 'unchanged'],
    ['given again by another office', { recordedBy: 'luton' }, {}, 'unchanged'],
    ['given again for longer', { until: '2011-05-11' }, {}, 'recorded'],
    ['given later, for a time', { on: '2010-05-13', until: '2010-05-20' }, {}, 'recorded'],
    ['given before, without an end', { on: '2010-05-11' }, { until: '2010-05-20' }, 'unchanged'],
    ['withdrawn', { action: 'withdrawn' }, {}, 'recorded'],
    [
      'withdrawn for a day before it was given',
      { action: 'withdrawn', on: '2010-05-01' },
      {},
      'recorded',
    ],
    ['withdrawn twice', { action: 'withdrawn' }, { action: 'withdrawn' }, 'unchanged'],
    [
      'withdrawn again, later',
      { action: 'withdrawn', on: '2010-05-20' },
      { action: 'withdrawn' },
      'recorded',
    ],
    [
      'withdrawn again, earlier',
      { action: 'withdrawn', on: '2010-05-01' },
      { action: 'withdrawn' },
      'unchanged',
    ],
    ['given on the day of the withdrawal', {}, { action: 'withdrawn' }, 'withdrawn-since'],
    ['renewed on the day of the withdrawal', { renews: true }, { action: 'withdrawn' }, 'recorded'],
    [
      'renewed before it was withdrawn',
      { renews: true, on: '2010-05-11' },
      { action: 'withdrawn' },
      'withdrawn-since',
    ],
    ['given after it was withdrawn', { on: '2010-05-13' }, { action: 'withdrawn' }, 'recorded'],
    [
      'given before it was withdrawn',
      { on: '2010-05-11' },
      { action: 'withdrawn' },
      'withdrawn-since',
    ],
  ])('%s', (_, now, before, judged) => {
    expect(judgeConsent(wanted(now), before && known(before))).toBe(judged);
  });
});
