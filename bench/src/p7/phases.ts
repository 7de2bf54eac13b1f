import type { Measurement } from '../benchmark.ts';
import { elapsedProcessorTime } from '../measure/processor-time.ts';

/** A stretch of the work at one fixed rate. */
export type Phase = {
  /** Per cent of the product's peak. */
  readonly name: string;
  readonly ratePerSecond: number;
  readonly changes: number;
};

type Times = {
  clients(): number | undefined;
  server(): number | undefined;
};

/** One phase after another as one measurement: the figures of each carry its name. */
export async function mergePhases(
  phases: readonly Phase[],
  run: (phase: Phase) => Promise<Measurement>,
  { clients, server }: Times,
): Promise<Measurement> {
  const [clientsFrom, serverFrom] = [clients(), server()];
  let records = 0;
  let seconds = 0;
  const figures: Record<string, number> = {};
  for (const phase of phases) {
    const found = await run(phase);
    records += found.records;
    seconds += found.seconds;
    for (const [name, value] of Object.entries(found.figures ?? {}))
      figures[`${name}At${phase.name}`] = value;
  }
  return {
    ...{ records, seconds, figures },
    clientCpuSeconds: elapsedProcessorTime(clientsFrom, clients()),
    brokerCpuSeconds: elapsedProcessorTime(serverFrom, server()),
  };
}
