import { formatTable } from './format-table.ts';
import type { Sweep, SweptFailpoint } from './sweep-failpoints.ts';

const HEAD = ['service', 'failpoint', 'hit', 'died', 'restarted', 'equal', 'seconds'] as const;

/** The table as a person reads it in a terminal, and what is wrong below it. */
export function formatSweep(sweep: Sweep): string {
  const table = formatTable(HEAD, sortPoints(sweep.points).map(cellsOf));
  return [...table, '', ...describeEnd(sweep), ''].join('\n');
}

const sortPoints = (points: readonly SweptFailpoint[]): readonly SweptFailpoint[] =>
  points.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));

const keyOf = ({ service, name }: SweptFailpoint): string => `${service} ${name}`;

const cellsOf = ({
  service,
  name,
  hit,
  died,
  returned,
  equal,
  seconds,
}: SweptFailpoint): readonly string[] => [
  service,
  name,
  ...[hit, died, returned, equal].map((is) => (is ? 'yes' : 'NO')),
  seconds === null ? '–' : seconds.toFixed(1),
];

function describeEnd(sweep: Sweep): readonly string[] {
  const { points, invariants, different, findings } = sweep;
  const count = (is: (point: SweptFailpoint) => boolean): number => points.filter(is).length;
  return [
    `${points.length} failpoints: ${count(({ hit }) => hit)} hit, ${count(({ returned }) => returned)} restarted, ` +
      `${count(({ equal }) => equal)} equal to the undisturbed run; ${sweep.waves} waves, ${sweep.changes} changes, ${sweep.seconds} s`,
    Object.entries(invariants)
      .map(([name, broken]) => `${name} ${broken}`)
      .join(', '),
    ...different.map((table) => `differs: ${table}`),
    ...findings.map(({ kind, what, id }) => `${kind}: ${what} (${id})`),
  ];
}
