#!/usr/bin/env node
import process from 'node:process';
import { readCliConfig } from './config.ts';
import { runCli } from './run-cli.ts';

process.exitCode = await runCli(process.argv.slice(2), {
  ...readCliConfig(),
  cwd: process.cwd(),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  isTerminal: process.stdout.isTTY === true,
  readInput: () => process.stdin,
});
