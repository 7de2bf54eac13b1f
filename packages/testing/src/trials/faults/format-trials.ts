import { formatTable } from '../format-table.ts';
import type { TriedFault } from './run-trials.ts';

const HEAD = [
  'trial',
  'outcome',
  'changes',
  'lost',
  'doubled',
  'out of order',
  'without basis',
  'tables',
  'seconds',
  'done',
] as const;

/** The table, and below it what is wrong. */
export const formatTrials = (tried: readonly TriedFault[]): string =>
  [
    ...formatTable(HEAD, tried.map(cellsOf)),
    ...tried.flatMap(({ name, different, findings }) => [
      ...different.map((table) => `${name} differs: ${table}`),
      ...findings.map(({ kind, what, id }) => `${name} ${kind}: ${what} (${id})`),
    ]),
    '',
  ].join('\n');

const cellsOf = (one: TriedFault): readonly string[] => {
  const { lost, doubled, outOfOrder, withoutBasis } = one.invariants;
  const isJudged = one.changes > 0;
  const counts = [one.changes, lost, doubled, outOfOrder, withoutBasis].map(String);
  return [
    one.name,
    one.outcome,
    ...(isJudged ? counts : counts.map(() => '–')),
    isJudged ? (one.different.length === 0 ? 'equal' : 'DIFFER') : '–',
    one.seconds.toFixed(1),
    one.did,
  ];
};
