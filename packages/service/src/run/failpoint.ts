import { writeSync } from 'node:fs';
import { activeFailpoint } from '../config/config.ts';

const [wanted, nth] = (activeFailpoint ?? '').split('@');
const STDERR = 2;
let passages = 0;

/** A named place between reading and acknowledging at which a test lets the process die: SIGKILL, when TOLD_FAILPOINT is this name, or `name@n` at the nth passage. */
export function failpoint(name: string): void {
  if (name !== wanted) return;
  passages += 1;
  if (passages < Number(nth ?? 1)) return;
  // At once, past any logger: whoever set it must be able to tell this death from another.
  writeSync(STDERR, `${JSON.stringify({ level: 'fatal', failpoint: name })}\n`);
  process.kill(process.pid, 'SIGKILL');
  // The signal is delivered at once, but not before this function would return.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
}
