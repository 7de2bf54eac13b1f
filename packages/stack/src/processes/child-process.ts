import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export const isRunning = (child: ChildProcess): boolean =>
  child.pid !== undefined && child.exitCode === null && child.signalCode === null;

export async function waitForEnd(child: ChildProcess): Promise<void> {
  if (!isRunning(child)) return;
  child.ref(); // one that merely runs may not keep this process alive, but its end is waited for
  await once(child, 'exit');
}

/** SIGTERM; SIGKILL at the deadline. Stopping what does not run is fine. */
export async function stopChild(child: ChildProcess, timeoutMs: number): Promise<void> {
  child.kill('SIGTERM');
  child.kill('SIGCONT'); // one that stands still would not hear it
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  await waitForEnd(child);
  clearTimeout(timer);
}
