#!/usr/bin/env node
import process from 'node:process';
import { readCliConfig } from './config.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { runCli } from './run-cli.ts';

const code = await runCli(process.argv.slice(2), {
  ...readCliConfig(),
  cwd: process.cwd(),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  errColumns: () => (process.stderr.isTTY ? process.stderr.columns : undefined),
  isTerminal: process.stdout.isTTY === true,
  readInput: () => process.stdin,
});
process.exitCode = code;
// What was interrupted still waits, and asks again, for answers that no longer come: minutes, for a load under way.
if (code === EXIT_CODES.interrupted.code) process.stdout.write('', () => process.exit(code));
