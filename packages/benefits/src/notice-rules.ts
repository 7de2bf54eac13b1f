import type { Rule } from './schemes/rule.ts';

/** The rules of late notice and of revision, which every scheme shares. */
export const NOTICE_RULES = {
  inTime: {
    name: 'told-in-time',
    source: 'SI 2001/1002 regs 8, 9',
    says: 'A change told within one calendar month counts from the change, whoever gains.',
  },
  extended: {
    name: 'time-extended',
    source: 'SI 2001/1002 reg 9',
    says: 'An officer may extend the month, at most to thirteen months from the change, on application and for special circumstances.',
  },
  lateGain: {
    name: 'late-gain',
    source: 'SI 2001/1002 reg 8',
    says: 'Of a change told late the person gains from the notice, as if the change had happened that day.',
  },
  lateLoss: {
    name: 'late-loss',
    source: 'SI 2001/1002 reg 8',
    says: 'Of a change told late the person loses from the true day.',
  },
  fromTheStart: {
    name: 'wrong-from-the-start',
    source: 'believed to be SI 2001/1002 reg 4',
    says: 'What was wrong on record was wrong from the start: a revision, from the first day of the award.',
    unverified: true,
  },
} as const satisfies Readonly<Record<string, Rule>>;
