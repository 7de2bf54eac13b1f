// Starts the whole stack for a test that kills this process, and tells the services' process ids.
import { SERVICE_LIST } from '../src/stack/service-list.ts';
import { startStack } from '../src/stack/start-stack.ts';

const stack = await startStack({ dir: process.argv[2] ?? '', fsync: false });
process.send?.({ pids: SERVICE_LIST.map(({ name }) => stack.service(name).pid()) });
