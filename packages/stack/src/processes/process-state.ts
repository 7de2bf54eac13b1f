import fs from 'node:fs';

/** A process, so that its number cannot be mistaken for a later process with the same number. */
export type ProcessIdentity = {
  readonly pid: number;
  /** Clock ticks between the machine's start and its own (proc(5), `stat` field 22). */
  readonly startTicks: number;
};

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // Where nobody collects orphans (a container's process 1), a dead process keeps its number.
  return readStat(pid)?.[0] !== 'Z';
}

/** Undefined when there is no such process. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const startTicks = Number(readStat(pid)?.[19]);
  return startTicks ? { pid, startTicks } : undefined;
}

export const isSameAlive = ({ pid, startTicks }: ProcessIdentity): boolean =>
  isAlive(pid) && identifyProcess(pid)?.startTicks === startTicks;

/**
 * Memory of these processes and all their descendants in bytes: the sum of their proportional set sizes, so that pages
 * shared by several count once. Processes that end meanwhile count nothing. Linux only; undefined elsewhere.
 */
export function measurePssBytes(pids: readonly number[]): number | undefined {
  if (!fs.existsSync('/proc/self/smaps_rollup')) return undefined;
  let sumKib = 0;
  for (const pid of listDescendants(pids)) {
    const rollup = readIfThere(`/proc/${pid}/smaps_rollup`);
    sumKib += Number(/^Pss:\s+(\d+) kB$/m.exec(rollup ?? '')?.[1] ?? 0);
  }
  return sumKib * 1024;
}

/** These processes and everything they started, directly or not. */
export function listDescendants(pids: readonly number[]): number[] {
  const children = new Map<number, number[]>();
  for (const pid of fs.readdirSync('/proc').map(Number).filter(Boolean)) {
    const parent = Number(readStat(pid)?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found = new Set(pids);
  for (const pid of found) for (const child of children.get(pid) ?? []) found.add(child);
  return [...found];
}

/** The fields of /proc/<pid>/stat after the program's name (which may hold spaces): state, parent, … */
function readStat(pid: number): string[] | undefined {
  return readIfThere(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ');
}

/** ESRCH: the process ended between opening and reading; EACCES: it belongs to somebody else. */
function readIfThere(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(code)) return undefined;
    throw error;
  }
}
