import type { Codec, SubmissionResult } from '@told/codec';
import type {
  BusinessCalendar,
  Clock,
  Consumer,
  ConsumerOptions,
  DatabaseLogger,
  Publisher,
  TopicState,
  Transaction,
} from '@told/service';
import type { AgencyDefinition } from './define-agency.ts';
import type { Moment } from './received-releases.ts';
import { createReconciler, releasesTopic } from './reconcile.ts';
import { createResultKeeper, submissionResultsTopic } from './submission-results.ts';

export interface RunAgencyOptions {
  readonly definition: AgencyDefinition;
  /** Opened with `codecUsesOf(agency)`. */
  readonly codec: Codec;
  readonly publisher: Publisher;
  readonly logger: DatabaseLogger;
  readonly calendar: BusinessCalendar;
  readonly clock: Clock;
  /** Starts a consumer on the agency's own database: `openService(…).consume`. */
  readonly consume: (options: ConsumerOptions) => Promise<Consumer>;
  /** Told of intake's answers to the agency's own changes, in the transaction that keeps them. */
  readonly onSubmissionResults?: (
    tx: Transaction,
    results: readonly SubmissionResult[],
  ) => Promise<void>;
  /** Records of one partition in a transaction: 1,000 where the definition has `onBatch`, else 500. */
  readonly maxBatchRecords?: number;
}

export interface RunningAgency {
  state(): readonly TopicState[];
  stop(): Promise<void>;
}

/**
 * Of a backlog, batches are read and decided while the database writes others: one for each partition of a usual topic, since two in turn left a
 * fifth of two cores idle. What people tell now and then goes in one transaction at a time.
 */
const BACKLOG = { sideBySide: 4, besideRecordsMin: 500 } as const;
/** What takes all releases of a batch in a few statements has them cheaper by the thousand; one handler after another needs its time for each. */
const SET_RECORDS = 1_000;

/**
 * Runs an agency on the bus: reads its releases and the answers to its own changes, one transaction a batch, and answers each release
 * once. Position, duplicates, order, gaps, parking and dead letters are not the agency's business. Outcomes leave by the outbox: start a
 * relay beside it.
 */
export async function runAgency(options: RunAgencyOptions): Promise<RunningAgency> {
  const { definition, codec, publisher, logger, onSubmissionResults } = options;
  const { agency } = definition;
  const bounds = chooseBounds(options);
  const reconciler = createReconciler({
    definition,
    codec,
    publisher,
    log: logger,
    moment: momentOf(options),
  });
  const keepResults = createResultKeeper({
    codec,
    log: logger,
    ...(onSubmissionResults === undefined ? {} : { onResults: onSubmissionResults }),
  });
  const consumers = [
    await options.consume({
      group: `${agency}.reconcile`,
      topics: [releasesTopic(agency)],
      handle: async (tx, records) => void (await reconciler.reconcile(tx, records)),
      onParked: async (tx, records) => void (await reconciler.actOnArrival(tx, records)),
      pausable: true,
      ...BACKLOG,
      ...bounds,
    }),
    await options.consume({
      group: `${agency}.submission-results`,
      topics: [submissionResultsTopic(agency)],
      handle: keepResults,
      ...bounds,
    }),
  ];
  return {
    state: () => consumers.flatMap((consumer) => consumer.state()),
    stop: async () => void (await Promise.all(consumers.map((consumer) => consumer.stop()))),
  };
}

function chooseBounds({
  definition,
  maxBatchRecords = definition.onBatch === undefined ? undefined : SET_RECORDS,
}: RunAgencyOptions): Pick<ConsumerOptions, 'maxBatchRecords'> {
  return maxBatchRecords === undefined ? {} : { maxBatchRecords };
}

/** The office's today and now, read together. */
export function momentOf(ports: {
  readonly calendar: BusinessCalendar;
  readonly clock: Clock;
}): () => Moment {
  return () => ({ businessDate: ports.calendar.today(), nowMs: ports.clock.nowMs() });
}
