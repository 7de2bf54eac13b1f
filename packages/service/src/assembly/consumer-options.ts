import type { Gap } from '../database/consume.ts';
import type { Handle } from '../database/deliver-batch.ts';
import type { LingerOptions } from '../database/linger.ts';

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
  /** Records that the next transaction may take; see `consume`. */
  readonly recordsAtOnce?: () => number;
  /** Whether no transaction begins beside another; see `consume`. */
  readonly goesAlone?: () => boolean;
  /** How long small transactions wait for company; as the log's kind has it unless said otherwise. */
  readonly linger?: LingerOptions;
  /** Told of offsets that were passed over; see `consume`. */
  readonly onGap?: (gap: Gap) => Promise<void>;
  /** It is given all records of a transaction at once, whatever they are; see `Delivery`. */
  readonly takesAll?: boolean;
}
