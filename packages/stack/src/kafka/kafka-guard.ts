// Runs beside the brokers of one start. A JVM does not notice that its starter is gone; this process does, and ends them.
import { setTimeout as sleep } from 'node:timers/promises';
import { isSameAlive, type ProcessIdentity } from '../processes/process-state.ts';

const GRACE_MS = 5_000;
const POLL_MS = 50;

let guarded: readonly ProcessIdentity[] = [];

process.on('message', (identities: readonly ProcessIdentity[]) => {
  guarded = identities;
});

process.once('disconnect', async () => {
  signalAll('SIGTERM');
  const deadline = Date.now() + GRACE_MS;
  while (guarded.some(isSameAlive) && Date.now() < deadline) await sleep(POLL_MS);
  signalAll('SIGKILL');
  process.exit(0);
});

function signalAll(signal: NodeJS.Signals): void {
  for (const identity of guarded.filter(isSameAlive)) process.kill(identity.pid, signal);
}
