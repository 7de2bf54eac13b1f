// Starts a sample service for a test that kills this process, and tells the service's process id.
import path from 'node:path';
import { takePort } from '../src/ports.ts';
import { startService } from '../src/processes/service-process.ts';

const [, , logDir = '', mode = ''] = process.argv;
const port = await takePort();
const service = await startService({
  name: 'sample',
  main: path.join(import.meta.dirname, 'sample-service.ts'),
  heap: 'lean',
  env: { PORT: String(port), MODE: mode },
  url: `http://127.0.0.1:${port}`,
  logDir,
});
process.send?.({ pid: service.pid() });
