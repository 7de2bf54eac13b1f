import type { ChangeBody, ClaimantChange, Codec, Decoded } from '@told/codec';
import type { StoredRecord } from '@told/event-log';
import { deadLetter, type SequencedArrival, type Transaction } from '@told/service';

/** A change as it came from the log, read, with its body. */
export interface ChangeArrival extends SequencedArrival {
  readonly change: ClaimantChange;
  readonly body: ChangeBody;
}

/**
 * The changes among the records, in order; what cannot be read becomes a dead letter. Rejects, and then everything waits, when a
 * schema cannot be had: never pass, never guess.
 */
export async function readChanges(
  tx: Transaction,
  codec: Codec,
  records: readonly StoredRecord[],
): Promise<readonly ChangeArrival[]> {
  const changes = await codec.decode(
    'ClaimantChange',
    records.map(({ value }) => value),
  );
  const bodies = await codec.decode(
    'ChangeBody',
    changes.map((one) => (one.ok ? one.value.body : NOTHING)),
  );
  const arrivals: ChangeArrival[] = [];
  for (const [index, record] of records.entries()) {
    const read = readChange(record, changes[index], bodies[index]);
    if ('cause' in read) await deadLetter(tx, { record, cause: read.cause });
    else arrivals.push(read);
  }
  return arrivals;
}

const NOTHING = Buffer.alloc(0);

function readChange(
  record: StoredRecord,
  change: Decoded<ClaimantChange> | undefined,
  body: Decoded<ChangeBody> | undefined,
): ChangeArrival | { readonly cause: string } {
  if (change?.ok !== true) return { cause: change?.error.code ?? 'undecodable' };
  if (body?.ok !== true) return { cause: body?.error.code ?? 'undecodable' };
  const { subjectKey, changeSequence, changeId } = change.value;
  // Under another subject's key it could overtake that subject's changes.
  if (record.key.toString() !== subjectKey) return { cause: 'key-mismatch' };
  return {
    key: subjectKey,
    sequence: changeSequence,
    id: changeId,
    record,
    change: change.value,
    body: body.value,
  };
}
