import { formatDay, type Printer } from '../print.ts';
import type { ExplainedDate, ExplainedDay, ExplainedRule } from './explain-date.ts';

/** A date of effect for a person at a terminal. */
export function describeDate(date: ExplainedDate, printer: Printer): string {
  const { ifEntitlementEnds } = date;
  return [
    `${date.title} (${date.scheme}): ${date.says}; ${formatDay(date.on)}.`,
    '',
    ...describeAnswer(date, printer),
    ...describeNotice(date, printer),
    ...(ifEntitlementEnds === null
      ? []
      : ['', ...describeOne('Should it end entitlement, it counts', ifEntitlementEnds, printer)]),
  ].join('\n');
}

function describeAnswer(date: ExplainedDate, printer: Printer): readonly string[] {
  const { effectiveOn, rule, ifGains, ifLoses, toVerify } = date;
  if (toVerify !== null) {
    return [
      printer.style('yellow', 'To verify: no day can be given.'),
      `  ${toVerify.says}`,
      `      ${printer.style('dim', `${toVerify.reason}: ${toVerify.detail}`)}`,
    ];
  }
  if (effectiveOn !== null && rule !== null) {
    return describeOne('It counts', { effectiveOn, rule }, printer);
  }
  return [
    ...(ifGains === null ? [] : describeOne('If the person gains, it counts', ifGains, printer)),
    ...(ifLoses === null ? [] : describeOne('If the person loses, it counts', ifLoses, printer)),
  ];
}

function describeOne(lead: string, { effectiveOn, rule }: ExplainedDay, printer: Printer) {
  return [
    printer.style('bold', `${lead} from ${formatDay(effectiveOn)}`),
    ...describeRule(rule, printer),
  ];
}

function describeRule({ name, source, says, unverified }: ExplainedRule, printer: Printer) {
  const mark = unverified ? ` ${printer.style('yellow', '[unverified]')}` : '';
  return [`  ${says}`, `      ${printer.style('dim', `${name}: ${source}`)}${mark}`];
}

/** Schemes without a time for telling have the last day of the calendar. */
const NEVER_LATE = '9999';

function describeNotice({ notice }: ExplainedDate, printer: Printer): readonly string[] {
  if (notice === null) return [];
  const { notifiedOn, lastDay, late, rule } = notice;
  if (lastDay >= NEVER_LATE)
    return ['', `Told on ${formatDay(notifiedOn)}: here no notice is late.`];
  const judged = late ? 'late' : 'in time';
  return [
    '',
    `Told on ${formatDay(notifiedOn)}, ${judged}: the last day for telling was ${formatDay(lastDay)}.`,
    // Of a late notice the days above name the rules that count.
    ...(late ? [] : describeRule(rule, printer)),
  ];
}
