// Starts a stack on Kafka, without services, as its environment says; prints its stack file, and stops it.
import fs from 'node:fs';
import { startStack } from '../src/stack/start-stack.ts';

const stack = await startStack({
  dir: process.argv[2] ?? '',
  logKind: 'kafka',
  services: [],
  fsync: false,
});
process.stdout.write(fs.readFileSync(stack.stackFile));
await stack.stop();
