// Runs beside the brokers of one start. A JVM does not notice that its starter is gone; this process does, and ends them.
import { setTimeout as sleep } from 'node:timers/promises';
import { isSameAlive } from '../processes/process-state.ts';

const GRACE_MS = 5_000;
const POLL_MS = 50;

/** @type {readonly import('../processes/process-state.ts').ProcessIdentity[]} */
let guarded = [];

process.on('message', (identities) => {
  guarded = identities;
});

process.once('disconnect', async () => {
  signalAll('SIGTERM');
  const deadline = Date.now() + GRACE_MS;
  while (guarded.some(isSameAlive) && Date.now() < deadline) await sleep(POLL_MS);
  signalAll('SIGKILL');
  process.exit(0);
});

function signalAll(signal) {
  for (const identity of guarded.filter(isSameAlive)) process.kill(identity.pid, signal);
}
