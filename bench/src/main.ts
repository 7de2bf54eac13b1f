import process from 'node:process';
import { runBench } from './run-bench.ts';

process.exitCode = await runBench(process.argv.slice(2), {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
});
