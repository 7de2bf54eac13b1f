import { listDescendants, SERVICE_LIST, type Stack } from '@told/stack';
import { readProcessorTime } from '../measure/processor-time.ts';

const sumTimes = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + (readProcessorTime(pid) ?? 0), 0);

/** What all services have used so far. */
export const readServicesTime = (stack: Stack): number =>
  sumTimes(
    SERVICE_LIST.flatMap(({ name }) => {
      const pid = stack.services[name] === undefined ? undefined : stack.service(name).pid();
      return pid === undefined ? [] : [pid];
    }),
  );

/** The same of the database server, all its processes together. */
export function readServerTime({ postgres }: Stack): number | undefined {
  return postgres.pid === undefined ? undefined : sumTimes(listDescendants([postgres.pid]));
}
