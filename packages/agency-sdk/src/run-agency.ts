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
  /** Records a transaction. */
  readonly maxBatchRecords?: number;
}

export interface RunningAgency {
  state(): readonly TopicState[];
  stop(): Promise<void>;
}

/**
 * Of a backlog, one batch is read and decided while the database writes another: what is waited for in turn would take nearly twice as long.
 * What people tell now and then goes in one transaction at a time.
 */
const BACKLOG = { sideBySide: 2, besideRecordsMin: 500 } as const;

/**
 * Runs an agency on the bus: reads its releases and the answers to its own changes, one transaction a batch, and answers each release
 * once. Position, duplicates, order, gaps, parking and dead letters are not the agency's business. Outcomes leave by the outbox: start a
 * relay beside it.
 */
export async function runAgency(options: RunAgencyOptions): Promise<RunningAgency> {
  const { definition, codec, publisher, logger, onSubmissionResults } = options;
  const { agency } = definition;
  const bounds =
    options.maxBatchRecords === undefined ? {} : { maxBatchRecords: options.maxBatchRecords };
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

/** The office's today and now, read together. */
export function momentOf(ports: {
  readonly calendar: BusinessCalendar;
  readonly clock: Clock;
}): () => Moment {
  return () => ({ businessDate: ports.calendar.today(), nowMs: ports.clock.nowMs() });
}
