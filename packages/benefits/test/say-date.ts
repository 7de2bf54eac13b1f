import type { BenefitCase } from '../src/benefit-case.ts';
import { type AskedChange, type DateAnswer, dateOfChange } from '../src/date-of-change.ts';
import { SINGLE_CASE } from '../src/sample-cases.ts';
import { findScheme } from '../src/schemes/find-scheme.ts';

/** Week Thursday to Wednesday, assessment periods from the 5th. */
export const CASE: BenefitCase = { ...SINGLE_CASE, jsaWeekEndsOn: 2, assessmentPeriodFromDay: 5 };

export const answer = (scheme: string, asked: AskedChange, given = CASE): DateAnswer =>
  dateOfChange(findScheme(scheme), given, asked);

/** The day and its rule; both days where it depends; else the question. */
export function say(found: DateAnswer): string {
  switch (found.kind) {
    case 'date':
      return `${found.effectiveOn} ${found.rule.name}`;
    case 'depends':
      return `gains ${found.ifGains.on} ${found.ifGains.rule.name}, loses ${found.ifLoses.on} ${found.ifLoses.rule.name}`;
    case 'question':
      return `${found.question.reason}:${found.question.detail}`;
  }
}
