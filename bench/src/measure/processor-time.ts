import fs from 'node:fs';

/** What Linux counts in, on every architecture: USER_HZ, proc(5). */
const TICKS_PER_SECOND = 100;
/** Fields after the program's name, which may hold spaces and brackets: proc_pid_stat(5), 14 to 17. */
const TIMES = [11, 12, 13, 14] as const;

/**
 * User and system time that a process and those of its children that have ended have used so far, in seconds; undefined where there is no
 * /proc, or no such process. A database server's connections are children that come and go.
 */
export function readProcessorTime(pid: number | undefined): number | undefined {
  if (pid === undefined) return undefined;
  let text: string;
  try {
    text = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined; // another system, or the process has ended
  }
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return TIMES.reduce((sum, at) => sum + Number(fields[at]), 0) / TICKS_PER_SECOND;
}

/** What was used between two readings; undefined when either is. */
export const elapsedProcessorTime = (
  from: number | undefined,
  to: number | undefined,
): number | undefined => (from === undefined || to === undefined ? undefined : to - from);
