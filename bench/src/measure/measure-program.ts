import type { Measurement } from '../benchmark.ts';
import type { OpenServer } from './open-server.ts';
import { elapsedProcessorTime } from './processor-time.ts';
import { runContender } from './run-contender.ts';

/** Has a program that calls `contend` do its work, beside a database server whose processor time is counted too. */
export async function measureProgram<Work>(
  server: Pick<OpenServer, 'processorTime'>,
  program: string,
  work: Work,
  timeoutMs?: number,
  nodeFlags?: readonly string[],
): Promise<Measurement> {
  const times: (number | undefined)[] = [];
  const { done, seconds, cpuSeconds, figures } = await runContender(
    program,
    work,
    () => void times.push(server.processorTime()),
    timeoutMs,
    nodeFlags,
  );
  return {
    ...{ records: done, seconds, clientCpuSeconds: cpuSeconds, figures },
    brokerCpuSeconds: elapsedProcessorTime(times.at(0), times.at(-1)),
  };
}
