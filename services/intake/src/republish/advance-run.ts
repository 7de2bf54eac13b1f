import { createHash } from 'node:crypto';
import { type EventLog, LogError, partitionFor, type StoredRecord } from '@told/event-log';
import {
  type ActionPorts,
  assertOutboxRoom,
  type Database,
  eventHeaders,
  failpoint,
  recordAction,
  type Transaction,
} from '@told/service';
import { clearWork, findRun, lockRun, type RepublishRun, updateRun } from './run-queries.ts';
import {
  countMissing,
  crossOff,
  type FoundRecord,
  findPositions,
  insertPositions,
  insertSought,
  listAccepted,
  type MissingChange,
  movePosition,
  type ReadPosition,
  takeMissing,
} from './work-queries.ts';

export interface AdvancePorts extends ActionPorts {
  readonly db: Database;
  readonly log: EventLog;
  readonly outboxRecordsMax: number;
  /** Monotonic, in milliseconds. */
  readonly elapsedMs: () => number;
}

const TOPIC = 'told.changes';
/** Changes a transaction: a moment of work each. */
const LISTED_AT_ONCE = 5_000;
const APPENDED_AT_ONCE = 500;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Goes on with a run for about `forMs`, step by step, each in a transaction of its own: lists what was accepted and is not waiting for the
 * log, then reads the log to the end that it had after that and crosses off what it finds, then appends what is left, with the same id and
 * bytes, each person's in order. So nothing that is still on its way counts as lost. May be asked by several at once and after any death.
 * Throws the problem `outbox-full`, and what log and database throw. Undefined: there is no such run.
 */
export async function advanceRun(
  ports: AdvancePorts,
  runId: string,
  forMs: number,
): Promise<RepublishRun | undefined> {
  const startedMs = ports.elapsedMs();
  for (;;) {
    const run = await findRun(ports.db, runId);
    const step = run && STEPS[run.state];
    if (run === undefined || step === undefined) return run;
    try {
      await step(ports, run);
    } catch (error) {
      // The log has lost more since: what was found below may be gone, so everything is looked for again.
      if (!(error instanceof LogError) || error.code !== 'offset-out-of-range') throw error;
      await inRun(ports, run, beginAgain);
    }
    if (ports.elapsedMs() - startedMs >= forMs) return findRun(ports.db, runId);
  }
}

type Step = (ports: AdvancePorts, run: RepublishRun) => Promise<void>;

const STEPS: Partial<Record<RepublishRun['state'], Step>> = {
  listing: listSome,
  reading: readSome,
  appending: appendSome,
};

/** Does nothing when the run has moved on since it was looked at. */
function inRun(
  { db }: AdvancePorts,
  seen: RepublishRun,
  work: (tx: Transaction, run: RepublishRun) => Promise<void>,
): Promise<void> {
  return db.transaction(async (tx) => {
    const run = await lockRun(tx, seen.runId);
    if (run?.state === seen.state) await work(tx, run);
  });
}

async function beginAgain(tx: Transaction, run: RepublishRun): Promise<void> {
  await clearWork(tx);
  const nothing = { listedKey: '', listedSequence: 0, listed: 0, read: 0, unknown: 0 };
  await updateRun(tx, { ...run, ...nothing, state: 'listing' });
}

async function listSome(ports: AdvancePorts, seen: RepublishRun): Promise<void> {
  const partitions = (await ports.log.topics()).find(({ name }) => name === TOPIC)?.partitions;
  if (partitions === undefined) throw new LogError('unknown-topic', { topic: TOPIC });
  let isListed = false;
  await inRun(ports, seen, async (tx, run) => {
    const listed = await listAccepted(tx, run, LISTED_AT_ONCE);
    const last = listed.at(-1);
    isListed = last === undefined;
    if (last === undefined) return;
    const sought = listed.filter(({ waits }) => !waits);
    await insertSought(
      tx,
      sought.map((one) => ({
        ...one,
        partition: partitionFor(Buffer.from(one.subjectKey), partitions),
      })),
    );
    const { subjectKey: listedKey, changeSequence: listedSequence } = last;
    await updateRun(tx, {
      ...{ ...run, listedKey, listedSequence },
      listed: run.listed + sought.length,
    });
    failpoint('republish-listed');
  });
  if (isListed) await beginReading(ports, seen);
}

/** Whatever is sought was acknowledged by the log before it was listed, so it lies below the end that the log has now, or is lost. */
async function beginReading(ports: AdvancePorts, seen: RepublishRun): Promise<void> {
  const bounds = await ports.log.bounds(TOPIC);
  await inRun(ports, seen, async (tx, run) => {
    // Another request may have begun the listing again meanwhile.
    if (run.listed !== seen.listed || run.listedKey !== seen.listedKey) return;
    await insertPositions(
      tx,
      bounds.map(({ partition, low, end }) => ({ partition, next: low, end })),
    );
    await updateRun(tx, { ...run, state: 'reading' });
  });
}

async function readSome(ports: AdvancePorts, seen: RepublishRun): Promise<void> {
  const positions = await findPositions(ports.db);
  const at = positions.find(({ next, end }) => next < end);
  if (at === undefined) return inRun(ports, seen, (tx, run) => endReading(tx, run, ports));
  const records = await readOnce(ports.log, at);
  const found = records.map(describeRecord);
  const last = records.at(-1);
  const next = last === undefined ? at.end : last.offset + 1n;
  await inRun(ports, seen, async (tx, run) => {
    if (!(await movePosition(tx, at, next))) return;
    const unknown = found.length === 0 ? 0 : await crossOff(tx, at.partition, found);
    await updateRun(tx, {
      ...run,
      read: run.read + found.length,
      unknown: run.unknown + unknown,
    });
    failpoint('republish-read');
  });
}

/** As many as the log gives at once; its driver bounds their bytes. */
async function readOnce(
  log: EventLog,
  { partition, next, end }: ReadPosition,
): Promise<readonly StoredRecord[]> {
  for await (const some of log.read({ topic: TOPIC, partition, from: next, to: end })) return some;
  return [];
}

function describeRecord({ key, value, headers }: StoredRecord): FoundRecord {
  const id = headers['ce_id']?.toString('latin1') ?? '';
  return {
    subjectKey: key.toString(),
    changeId: UUID.test(id) ? id : null,
    digest: createHash('sha256').update(value).digest(),
  };
}

async function endReading(tx: Transaction, run: RepublishRun, ports: AdvancePorts): Promise<void> {
  const counts = await countMissing(tx);
  const missing = counts.reduce((sum, one) => sum + one.missing, 0);
  // A log with changes that nobody here accepted belongs to a newer state of this database: sequences may have been given twice.
  const state = run.dryRun ? 'done' : run.unknown > 0 ? 'refused' : 'appending';
  await updateRun(tx, { ...run, missing, state });
  if (state !== 'appending') return clearWork(tx);
  for (const { partition, missing: records } of counts) {
    await recordAction(
      tx,
      {
        action: 'changes-republished',
        target: { kind: 'partition', topic: TOPIC, partition },
        reason: run.reason,
        actor: run.actor,
        recordId: run.runId,
        records,
      },
      ports,
    );
  }
}

async function appendSome(ports: AdvancePorts, seen: RepublishRun): Promise<void> {
  await assertOutboxRoom(ports.db, ports.outboxRecordsMax);
  await inRun(ports, seen, async (tx, run) => {
    const missing = await takeMissing(tx, APPENDED_AT_ONCE);
    const appended = run.appended + missing.length;
    if (missing.length === 0) {
      await clearWork(tx);
      return updateRun(tx, { ...run, state: 'done' });
    }
    await ports.publisher.publish(tx, missing.map(describeChange));
    await updateRun(tx, { ...run, appended });
    failpoint('republish-appended');
  });
}

/** As it was published first; which request told it is not kept. */
const describeChange = ({ changeId, agency, subjectKey, value, timeMs }: MissingChange) => ({
  topic: TOPIC,
  key: subjectKey,
  value,
  headers: eventHeaders({ id: changeId, source: agency, type: 'ClaimantChange', timeMs }),
});
