import type { ChangeBody, ClaimantChange, Codec, Decoded } from '@told/codec';
import type { StoredRecord } from '@told/event-log';
import { deadLetter, type SequencedArrival, type Transaction } from '@told/service';

/** A change, read, with its body: all that deciding needs. */
export interface ToldChange {
  readonly change: ClaimantChange;
  readonly body: ChangeBody;
  /** The record's value, as it came. */
  readonly value: Buffer;
  /** W3C trace context of whoever told it. */
  readonly traceparent: string | undefined;
}

/** A change as it came from the log. */
export interface ChangeArrival extends SequencedArrival, ToldChange {}

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
    value: record.value,
    traceparent: record.headers['traceparent']?.toString('latin1'),
  };
}

/** A change that the gateway kept, as it came. */
export interface KeptRecord {
  readonly value: Buffer;
  readonly traceparent: string | null;
}

/** Reads kept changes again, in order. They were read once, so one that cannot be read now is a fault of ours: rejects with it. */
export async function readKeptChanges(
  codec: Codec,
  kept: readonly KeptRecord[],
): Promise<readonly ToldChange[]> {
  const changes = (
    await codec.decode(
      'ClaimantChange',
      kept.map(({ value }) => value),
    )
  ).map(readOrThrow);
  const bodies = (
    await codec.decode(
      'ChangeBody',
      changes.map(({ body }) => body),
    )
  ).map(readOrThrow);
  return kept.flatMap(({ value, traceparent }, index): ToldChange[] => {
    const change = changes[index];
    const body = bodies[index];
    if (change === undefined || body === undefined) return [];
    return [{ change, body, value, traceparent: traceparent ?? undefined }];
  });
}

function readOrThrow<T>(decoded: Decoded<T>): T {
  if (decoded.ok) return decoded.value;
  throw decoded.error;
}
