import type { Codec, Outcome } from '@told/codec';
import type { StoredRecord } from '@told/event-log';
import {
  arrangeBySequence,
  type DatabaseLogger,
  deadLetter,
  type Publisher,
  type SequencedArrival,
  type Transaction,
} from '@told/service';
import type { AgencyDefinition } from './define-agency.ts';
import { handleChanges } from './handle-changes.ts';
import { outcomesTopic, writeRecord } from './outcome-record.ts';
import { writeOutcomes } from './outcomes.ts';
import { type Arrival, keepReleases, type Moment } from './received-releases.ts';
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

/**
 * One batch of the agency's releases, all in the open transaction: reads, sorts out duplicates, gaps and forks, lets the agency act,
 * keeps what was received and answered, and publishes the receipts. Returns them. The number of statements does not depend on the
 * number of records, undecodable ones apart.
 */
export function createReconciler(
  ports: ReconcilePorts,
): (tx: Transaction, records: readonly StoredRecord[]) => Promise<readonly Outcome[]> {
  const { definition, codec, publisher, log } = ports;
  const { agency } = definition;
  const writer = { agency, encode: codec.encoder('Outcome', outcomesTopic(agency)) };
  const encodeSubmission = codec.encoder('Submission', submissionsTopic(agency));
  const submitter = { agency, publisher, encode: encodeSubmission };

  return async (tx, records) => {
    const moment = ports.moment();
    const arrivals = await readArrivals(tx, codec, records);
    const { next } = await arrangeBySequence(tx, releasesTopic(agency), arrivals);
    if (next.length === 0) return [];
    const results = await handleChanges(
      definition,
      next.map(({ release }) => release),
      { tx, log, ...moment, submit: (own) => submitChanges(tx, submitter, own, moment) },
    );
    const outcomes = writeOutcomes(next, results, moment);
    await keepReleases(tx, next, outcomes, moment);
    await publisher.publish(
      tx,
      outcomes.map((outcome) => writeRecord(writer, outcome, outcome.releaseId)),
    );
    return outcomes;
  };
}

type SequencedRelease = Arrival & SequencedArrival;

/** The releases among the records; one that cannot be read becomes a dead letter. Rejects when a schema cannot be had: then all wait. */
async function readArrivals(
  tx: Transaction,
  codec: Codec,
  records: readonly StoredRecord[],
): Promise<readonly SequencedRelease[]> {
  const decoded = await codec.decode(
    'Release',
    records.map(({ value }) => value),
  );
  const arrivals: SequencedRelease[] = [];
  for (const [index, record] of records.entries()) {
    const release = decoded[index];
    if (release === undefined || !release.ok) {
      await deadLetter(tx, { record, cause: release?.error.code ?? 'undecodable' });
    } else if (record.key.toString() !== release.value.caseReference) {
      // Under another case's key it could overtake, or park, that case's releases.
      await deadLetter(tx, { record, cause: 'key-mismatch' });
    } else {
      const { caseReference, releaseSequence, releaseId } = release.value;
      const place = { key: caseReference, sequence: releaseSequence, id: releaseId };
      arrivals.push({ ...place, record, release: release.value });
    }
  }
  return arrivals;
}
