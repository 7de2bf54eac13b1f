// Starts child-service.ts with its log on a pipe to this process, says when it listens, and waits to be killed.
import { fork } from 'node:child_process';
import { join } from 'node:path';

const child = fork(join(import.meta.dirname, 'child-service.ts'), [''], {
  stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
});
child.once('message', () => process.stdout.write('listening'));
