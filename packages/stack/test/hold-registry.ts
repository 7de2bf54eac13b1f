// Starts a stack with whichever registry its folder was made with, tells what that is, and waits to be killed.
import { startStack } from '../src/stack/start-stack.ts';

const stack = await startStack({ dir: process.argv[2] ?? '', services: [], fsync: false });
process.send?.({ ...stack.registry, pid: stack.registryProcess?.pid() });
setInterval(() => undefined, 60_000);
