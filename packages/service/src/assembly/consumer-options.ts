import type { Handle } from '../database/deliver-batch.ts';

export interface ConsumerOptions {
  readonly group: string;
  readonly topics: readonly string[];
  readonly handle: Handle;
  /** Told of records as they are parked, for what acts on arrival. */
  readonly onParked?: Handle;
  readonly maxBatchRecords?: number;
  /** Operators may pause it; one consumer of a service. */
  readonly pausable?: boolean;
  /** Transactions that may be under way at once; see `consume`. */
  readonly sideBySide?: number;
  /** When a further one begins; see `consume`. */
  readonly besideRecordsMin?: number;
}
