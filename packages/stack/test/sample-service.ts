// A small service for the tests of the process runner; its environment says how it behaves.
import http from 'node:http';
import v8 from 'node:v8';

// biome-ignore lint/style/noProcessEnv: a program of the tests, without a configuration of its own
const { MODE = 'good', PORT = '0' } = process.env;

if (MODE === 'crash') {
  process.stderr.write('cannot find the thing it needs\n');
  process.exit(78);
}
if (MODE === 'stubborn') process.on('SIGTERM', () => undefined);
if (MODE === 'drains') process.once('disconnect', () => process.exit(0));
process.stdout.write(`started as ${MODE}\n`);
if (MODE === 'allocates') process.stdout.write(`${describeHeap()}\n`);
http
  .createServer((_request, response) => {
    response.statusCode = MODE === 'never-ready' ? 503 : 200;
    response.end(MODE === 'never-ready' ? 'log: unreachable' : 'ok');
  })
  .listen(Number(PORT), '127.0.0.1');

/** What the old generation took at most while much was allocated and some of it kept for a while, and what both may take. */
function describeHeap(): string {
  const kept: object[] = [];
  let old = 0;
  for (let count = 0; count < 1_500_000; count += 1) {
    kept[count % 200_000] = { count, list: [count, count] };
    if (count % 10_000 === 0) old = Math.max(old, readMb('old_space'));
  }
  return `old ${old} MB, limit ${v8.getHeapStatistics().heap_size_limit / 2 ** 20} MB`;
}

function readMb(space: string): number {
  const found = v8.getHeapSpaceStatistics().find((one) => one.space_name === space);
  return (found?.physical_space_size ?? Number.POSITIVE_INFINITY) / 2 ** 20;
}
