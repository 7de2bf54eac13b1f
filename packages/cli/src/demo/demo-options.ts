import type { BusOptions } from '../bus-options.ts';

/** What the command line asks of the demo. */
export interface DemoOptions extends BusOptions {
  readonly once?: boolean;
  readonly households: number;
  readonly changes: number;
  readonly seed: number;
}
