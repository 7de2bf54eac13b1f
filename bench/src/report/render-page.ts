import type { CpuCost } from '../measure/summarise.ts';
import type { CostResult, Result } from '../result.ts';

const count = (value: number): string => value.toLocaleString('en-GB');
const yes = (met: boolean): string => (met ? 'yes' : '**no**');

const cost = ({ client, broker }: CpuCost): string => {
  if (client === null) return 'unknown';
  return broker === null ? client.toFixed(4) : `${client.toFixed(4)} + ${broker.toFixed(4)}`;
};

/** docs/reference/performance.md: what was measured, of all results there are. */
export function renderPage(all: readonly (Result | CostResult)[]): string {
  const results = all.filter((result): result is Result => result.ratio !== null);
  const costs = all.filter((result): result is CostResult => result.ratio === null);
  return [
    '# Performance',
    '',
    'What was measured, against what. Written by `npm run build -w @told/bench` from the files of `bench/results`, which `npm run bench -- <id>` writes.',
    '',
    'A ratio is the rate of the product divided by that of the peer, both measured moments apart in the same run; it is the median of the rounds, with their range.',
    'CPU-seconds are for 1,000 records: the contender’s own process + the broker’s or the database server’s, where one took part.',
    '',
    '| id | peer | ratio | aim | met | product, records/s | peer, records/s | product, CPU-seconds | peer, CPU-seconds |',
    '|---|---|---|---|---|---|---|---|---|',
    ...results.map(renderRow),
    '',
    ...(costs.length === 0 ? [] : COSTS_HEAD),
    ...costs.map(renderCost),
    ...(costs.length === 0 ? [] : ['']),
    ...all.flatMap(renderDetails),
  ].join('\n');
}

const COSTS_HEAD: readonly string[] = [
  'What has no peer is measured by itself: what one record costs or how long it waits, the median of the rounds with their range.',
  '',
  '| id | work | cost | aim | met | CPU-seconds |',
  '|---|---|---|---|---|---|',
];

const renderCost = (result: CostResult): string => {
  const { id, work, value, low, high, unit, aim, met, cpuSecondsPer1000 } = result;
  const range = `${count(value)} (${count(low)} to ${count(high)}) ${unit}`;
  return `| ${id} | ${work} | ${range} | ≤ ${count(aim)} ${unit} | ${yes(met)} | ${cost(cpuSecondsPer1000.product)} |`;
};

const renderRow = ({ recordsPerSecond, cpuSecondsPer1000, ...result }: Result): string => {
  const { id, peer, ratio, low, high, aim, met } = result;
  const cells = [
    id,
    peer,
    `${ratio.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`,
    `${result.compared ? '≤' : '≥'} ${aim}`,
    yes(met),
    count(recordsPerSecond.product),
    count(recordsPerSecond.peer),
    cost(cpuSecondsPer1000.product),
    cost(cpuSecondsPer1000.peer),
  ];
  return `| ${cells.join(' | ')} |`;
};

const renderDetails = (result: Result | CostResult): readonly string[] => {
  const { machine } = result;
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  return [
    result.ratio === null
      ? `## ${result.id}: ${result.product}`
      : `## ${result.id}: ${result.product} and ${result.peer}`,
    '',
    `- work: ${result.work}`,
    `- ${result.product}: ${result.productRunsAs}`,
    ...(result.ratio === null
      ? [`- ${result.unit} of the rounds: ${result.rounds.join(', ')}`]
      : [
          `- ${result.peer}: ${result.peerRunsAs}`,
          `- ratios of the rounds: ${result.rounds.map(({ ratio }) => ratio.toFixed(2)).join(', ')}`,
          ...describeCompared(result),
        ]),
    `- durability: ${result.durability}`,
    `- invariant, checked after each measurement: ${result.invariant}`,
    `- machine: ${machine.cores} cores, ${machine.cpu}, ${machine.memoryGib} GiB, ${machine.system}; ${versions.join(', ')}`,
    `- commit: ${result.commit}`,
    '',
  ];
};

const describeCompared = ({ compared, product, peer }: Result): readonly string[] =>
  compared === undefined
    ? []
    : [
        `- compared instead of the rates, less is better: ${compared.what}, ${product} ${count(compared.product)}, ${peer} ${count(compared.peer)}`,
      ];
