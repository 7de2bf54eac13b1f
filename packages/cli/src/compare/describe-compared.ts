import type { ComparedTable } from '@told/testing';
import { formatTable, type Printer } from '../print.ts';
import type { ComparedRun } from './compared-run.ts';

const DIGITS_SHOWN = 16;

/** The tables and whether they are equal; then what each run was told. */
export function describeCompared(
  tables: readonly ComparedTable[],
  runs: readonly ComparedRun[],
  printer: Printer,
): string {
  const rows = tables.map(({ name, rows: count, otherRows, digest, isEqual, firstDifferent }) => [
    name,
    count === otherRows ? String(count) : `${count} and ${otherRows}`,
    digest.slice(0, DIGITS_SHOWN),
    isEqual ? printer.style('green', 'equal') : printer.style('red', `differ at ${firstDifferent}`),
  ]);
  const notes = runs.map(
    (run, at) =>
      `run ${at + 1}: told ${run.told}, accepted ${run.accepted}, repetitions ${run.duplicates}, refused ${countOf(run.refused)}, ` +
      `doubled in the log ${run.doubledInLog}; invariants broken: ${countOf(run.broken)}`,
  );
  const table = formatTable(['table', 'rows', 'sha-256', 'both runs'], rows);
  return `\n${table}\n\n${notes.join('\n')}`;
}

const countOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
