// A small service for the tests of the process runner; its environment says how it behaves.
import http from 'node:http';

// biome-ignore lint/style/noProcessEnv: a program of the tests, without a configuration of its own
const { MODE = 'good', PORT = '0' } = process.env;

if (MODE === 'crash') {
  process.stderr.write('cannot find the thing it needs\n');
  process.exit(78);
}
if (MODE === 'stubborn') process.on('SIGTERM', () => undefined);
if (MODE === 'drains') process.once('disconnect', () => process.exit(0));
process.stdout.write(`started as ${MODE}\n`);
http
  .createServer((_request, response) => {
    response.statusCode = MODE === 'never-ready' ? 503 : 200;
    response.end(MODE === 'never-ready' ? 'log: unreachable' : 'ok');
  })
  .listen(Number(PORT), '127.0.0.1');
