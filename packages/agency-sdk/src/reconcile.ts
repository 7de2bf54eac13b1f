import type { Codec, Outcome } from '@told/codec';
import type { StoredRecord } from '@told/event-log';
import {
  arrangeBySequence,
  codeOf,
  type DatabaseLogger,
  type DeadLetter,
  deadLetter,
  failpoint,
  isRetryable,
  type Publisher,
  type Transaction,
  together,
} from '@told/service';
import { answerAgain } from './answer-again.ts';
import { closeAnswers } from './close-answers.ts';
import type { AgencyDefinition, ReleaseAnswer } from './define-agency.ts';
import { handleChanges } from './handle-changes.ts';
import { outcomesTopic, writeRecord } from './outcome-record.ts';
import { writeOutcomes } from './outcomes.ts';
import { keepReleases, type Moment, RECEIVED_IDS } from './received-releases.ts';
import { type Notice, type SequencedRelease, sortOut } from './sort-out.ts';
import { submissionsTopic, submitChanges } from './submit-changes.ts';

/** The topic on which an agency receives what is released to it. */
export const releasesTopic = (agency: string): string => `told.releases.${agency}`;

export interface ReconcilePorts {
  readonly definition: AgencyDefinition;
  readonly codec: Codec;
  readonly publisher: Publisher;
  readonly log: DatabaseLogger;
  /** Asked once a batch. */
  readonly moment: () => Moment;
}

export interface Reconciler {
  /**
   * One batch of the agency's releases, all in the open transaction: reads, sorts out duplicates, gaps and forks, lets the agency act,
   * keeps what was received and answered, and publishes the receipts. Returns them. The number of statements does not depend on the
   * number of records, undecodable ones and those that take back apart.
   */
  reconcile(tx: Transaction, records: readonly StoredRecord[]): Promise<readonly Outcome[]>;
  /** Of releases that were parked unread: lets act what acts on arrival. */
  actOnArrival(tx: Transaction, records: readonly StoredRecord[]): Promise<readonly Outcome[]>;
}

export function createReconciler(ports: ReconcilePorts): Reconciler {
  const { codec, definition } = ports;
  const stream = releasesTopic(definition.agency);
  const sorting = { codec, stream, encode: codec.encoder('Release', stream) };
  const settle = createSettler(ports);
  return {
    async reconcile(tx, records) {
      const arrivals = await readArrivals(codec, records, (bad) => deadLetter(tx, bad));
      failpoint('reconcile-read');
      const { next, parked } = await arrangeBySequence(tx, stream, arrivals, RECEIVED_IDS);
      failpoint('reconcile-arranged');
      const waiting = parked.map(({ arrival }) => arrival);
      const { inTurn, atOnce } = await sortOut(tx, sorting, { next, waiting });
      return [...(await settle(tx, inTurn)), ...(await settleAtOnce(ports, tx, settle, atOnce))];
    },
    async actOnArrival(tx, records) {
      // What cannot be read becomes a dead letter in its turn.
      const waiting = await readArrivals(codec, records, async () => undefined);
      const { atOnce } = await sortOut(tx, sorting, { next: [], waiting });
      return settleAtOnce(ports, tx, settle, atOnce);
    },
  };
}

type Settle = (tx: Transaction, notices: readonly Notice[]) => Promise<readonly Outcome[]>;

/** Lets the agency act on notices, keeps them with their answers, and publishes these. */
function createSettler({ definition, codec, publisher, log, moment: now }: ReconcilePorts): Settle {
  const { agency } = definition;
  const answerer = { agency, publisher, encode: codec.encoder('Outcome', outcomesTopic(agency)) };
  const encodeSubmission = codec.encoder('Submission', submissionsTopic(agency));
  const submitter = { agency, publisher, encode: encodeSubmission };

  return async (tx, notices) => {
    if (notices.length === 0) return [];
    const moment = now();
    const again: ReleaseAnswer[] = [];
    const results = await handleChanges(definition, notices, {
      ...{ tx, log, ...moment },
      submit: (own) => submitChanges(tx, submitter, own, moment),
      answerAgain: (answers) => void again.push(...answers),
    });
    failpoint('reconcile-handled');
    const arrivals = notices.map(({ arrival }) => arrival);
    const outcomes = writeOutcomes(arrivals, results, moment);
    await together([
      keepReleases(tx, arrivals, outcomes, moment).then(() => failpoint('reconcile-kept')),
      publisher.publish(
        tx,
        outcomes.map((outcome) => writeRecord(answerer, outcome, outcome.releaseId)),
      ),
    ]);
    // After the first answers: what is answered again may be of this very batch.
    for (const one of again) await answerAgain(tx, answerer, one, moment);
    const gone = notices.flatMap(({ takesAll, takesBack }) => (takesAll ? (takesBack ?? []) : []));
    await closeAnswers(tx, answerer, gone, moment);
    return outcomes;
  };
}

/** One by one: where the agency refuses one, it waits for its turn in the case that is parked, and is answered then. */
async function settleAtOnce(
  { log }: ReconcilePorts,
  tx: Transaction,
  settle: Settle,
  notices: readonly Notice[],
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const notice of notices) {
    try {
      outcomes.push(...(await tx.savepoint(() => settle(tx, [notice]))));
    } catch (error) {
      if (isRetryable(error)) throw error;
      log.error({ err: error, code: codeOf(error) }, 'what takes back was refused on arrival');
    }
  }
  return outcomes;
}

type Refuse = (bad: DeadLetter) => Promise<void>;

/** The releases among the records; one that cannot be read is refused. Rejects when a schema cannot be had: then all wait. */
async function readArrivals(
  codec: Codec,
  records: readonly StoredRecord[],
  refuse: Refuse,
): Promise<readonly SequencedRelease[]> {
  const decoded = await codec.decode(
    'Release',
    records.map(({ value }) => value),
  );
  const arrivals: SequencedRelease[] = [];
  for (const [index, record] of records.entries()) {
    const release = decoded[index];
    if (release === undefined || !release.ok) {
      await refuse({ record, cause: release?.error.code ?? 'undecodable' });
    } else if (record.key.toString() !== release.value.caseReference) {
      // Under another case's key it could overtake, or park, that case's releases.
      await refuse({ record, cause: 'key-mismatch' });
    } else {
      const { caseReference, releaseSequence, releaseId } = release.value;
      const place = { key: caseReference, sequence: releaseSequence, id: releaseId };
      arrivals.push({ ...place, record, release: release.value });
    }
  }
  return arrivals;
}
