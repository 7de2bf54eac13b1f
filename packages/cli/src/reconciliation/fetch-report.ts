import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../connect.ts';
import { createProgress } from '../demo/progress.ts';
import type { Printer } from '../print.ts';
import type { DayAnswer, ReportAnswer } from './report-answers.ts';

/** The service's own bound. */
const PAGE_ROWS = 1_000;
const PAUSE_MS = 200;

export interface ReportQuestion {
  readonly agency?: string;
  readonly from?: string;
  readonly to?: string;
}

/** The whole report, once the service has counted all that a signed head covers. */
export async function fetchReport(
  auditor: Connection,
  question: ReportQuestion,
  printer: Printer,
): Promise<Omit<ReportAnswer, 'next'>> {
  const ask = (cursor?: string) =>
    auditor.call<ReportAnswer>(
      'audit',
      `/v1/reconciliation?${toQuery({ ...question, limit: PAGE_ROWS, cursor })}`,
    );
  let first = await ask();
  let total = first.behind;
  const progress = createProgress(printer, 'entries', () => total);
  while (first.behind > 0) {
    total = Math.max(total, first.behind);
    if (!printer.json) progress.update(total - first.behind);
    await sleep(PAUSE_MS);
    first = await ask();
  }
  progress.end();
  const items: DayAnswer[] = [...first.items];
  for (let { next } = first; next !== null; ) {
    const page = await ask(next);
    items.push(...page.items);
    next = page.next;
  }
  const { next: _next, ...report } = first;
  return { ...report, items };
}

export const toQuery = (
  asked: Readonly<Record<string, string | number | undefined>>,
): URLSearchParams =>
  new URLSearchParams(
    Object.entries(asked).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
