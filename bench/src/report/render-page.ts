import type { CpuCost } from '../measure/summarise.ts';
import type { Result } from '../result.ts';

const count = (value: number): string => value.toLocaleString('en-GB');
const yes = (met: boolean): string => (met ? 'yes' : '**no**');

const cost = ({ client, broker }: CpuCost): string => {
  if (client === null) return 'unknown';
  return broker === null ? client.toFixed(4) : `${client.toFixed(4)} + ${broker.toFixed(4)}`;
};

/** docs/reference/performance.md: what was measured, of all results there are. */
export const renderPage = (results: readonly Result[]): string =>
  [
    '# Performance',
    '',
    'What was measured, against what. Written by `npm run build -w @told/bench` from the files of `bench/results`, which `npm run bench -- <id>` writes.',
    '',
    'A ratio is the rate of the product divided by that of the peer, both measured moments apart in the same run; it is the median of the rounds, with their range.',
    'CPU-seconds are for 1,000 records: the contender’s own process + the broker’s, where one took part.',
    '',
    '| id | peer | ratio | aim | met | product, records/s | peer, records/s | product, CPU-seconds | peer, CPU-seconds |',
    '|---|---|---|---|---|---|---|---|---|',
    ...results.map(renderRow),
    '',
    ...results.flatMap(renderDetails),
  ].join('\n');

const renderRow = ({ recordsPerSecond, cpuSecondsPer1000, ...result }: Result): string => {
  const { id, peer, ratio, low, high, aim, met } = result;
  const cells = [
    id,
    peer,
    `${ratio.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`,
    `≥ ${aim}`,
    yes(met),
    count(recordsPerSecond.product),
    count(recordsPerSecond.peer),
    cost(cpuSecondsPer1000.product),
    cost(cpuSecondsPer1000.peer),
  ];
  return `| ${cells.join(' | ')} |`;
};

const renderDetails = (result: Result): readonly string[] => {
  const { machine } = result;
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  return [
    `## ${result.id}: ${result.product} and ${result.peer}`,
    '',
    `- work: ${result.work}`,
    `- ${result.product}: ${result.productRunsAs}`,
    `- ${result.peer}: ${result.peerRunsAs}`,
    `- ratios of the rounds: ${result.rounds.map(({ ratio }) => ratio.toFixed(2)).join(', ')}`,
    `- durability: ${result.durability}`,
    `- invariant, checked after each measurement: ${result.invariant}`,
    `- machine: ${machine.cores} cores, ${machine.cpu}, ${machine.memoryGib} GiB, ${machine.system}; ${versions.join(', ')}`,
    `- commit: ${result.commit}`,
    '',
  ];
};
