import {
  type ChangeBody,
  type ClaimantChange,
  type Codec,
  type Decoded,
  NO_FACTS,
  readOrThrow,
} from '@told/codec';
import type { StoredRecord } from '@told/event-log';
import {
  deadLetter,
  type OpenBodies,
  type Opened,
  type SequencedArrival,
  type Transaction,
} from '@told/service';

/** A change, read, with its body: all that deciding needs. */
export interface ToldChange {
  readonly change: ClaimantChange;
  /** Of one that is erased nothing is left: no fact. */
  readonly body: ChangeBody;
  /** The key that its body was sealed with is destroyed. */
  readonly isErased: boolean;
  /** The record's value, as it came. */
  readonly value: Buffer;
  /** W3C trace context of whoever told it. */
  readonly traceparent: string | undefined;
  /** Where it is on told.changes; undefined of one that was kept here. */
  readonly position?: Pick<StoredRecord, 'partition' | 'offset'>;
}

/** A change as it came from the log. */
export interface ChangeArrival extends SequencedArrival, ToldChange {}

/** What reading takes. */
export interface ReadPorts {
  readonly codec: Codec;
  readonly openBodies: OpenBodies;
}

/** A record that is no change, or one whose body cannot be read. */
export interface Unreadable {
  readonly record: StoredRecord;
  readonly cause: string;
  /** What is known of it, when it is a change at all. */
  readonly change?: ClaimantChange;
}

/**
 * The changes among the records, in order; what cannot be read becomes a dead letter. Rejects, and then everything waits, when a
 * schema or a key cannot be had: never pass, never guess.
 */
export async function readChanges(
  tx: Transaction,
  ports: ReadPorts,
  records: readonly StoredRecord[],
): Promise<readonly ChangeArrival[]> {
  const arrivals: ChangeArrival[] = [];
  for (const read of await decodeChanges(ports, records)) {
    if ('cause' in read) await deadLetter(tx, { record: read.record, cause: read.cause });
    else arrivals.push(read);
  }
  return arrivals;
}

/** The changes of these records, one for each and in their order. Rejects when a schema or a key cannot be had. */
export async function decodeChanges(
  { codec, openBodies }: ReadPorts,
  records: readonly StoredRecord[],
): Promise<readonly (ChangeArrival | Unreadable)[]> {
  const changes = await codec.decode(
    'ClaimantChange',
    records.map(({ value }) => value),
  );
  const bodies = await readBodies(
    { codec, openBodies },
    changes.map((one) => (one.ok ? one.value : NOBODY)),
  );
  return records.map((record, index) => readChange(record, changes[index], bodies[index]));
}

type Placed = Pick<ClaimantChange, 'subjectKey' | 'changeId' | 'body'>;
const NOTHING = Buffer.alloc(0);
const NOBODY: Placed = { subjectKey: '', changeId: '', body: NOTHING };

/** A body, or why there is none. */
type ReadBody = Decoded<ChangeBody> | 'erased' | 'seal-broken';

/** The bodies of these changes, in order. */
async function readBodies(
  { codec, openBodies }: ReadPorts,
  changes: readonly Placed[],
): Promise<readonly ReadBody[]> {
  const opened = await openBodies(
    changes.map(({ subjectKey, changeId, body }) => ({ subjectKey, changeId, body })),
  );
  const bodies = await codec.decode('ChangeBody', opened.map(clearOf));
  return bodies.map((body, index) => {
    const one = opened[index];
    return one === 'erased' || one === 'seal-broken' ? one : body;
  });
}

const clearOf = (opened: Opened): Buffer => (typeof opened === 'string' ? NOTHING : opened);

function readChange(
  record: StoredRecord,
  change: Decoded<ClaimantChange> | undefined,
  body: ReadBody | undefined,
): ChangeArrival | Unreadable {
  if (change?.ok !== true) return { record, cause: change?.error.code ?? 'undecodable' };
  const { subjectKey, changeSequence, changeId } = change.value;
  // Under another subject's key it could overtake that subject's changes.
  if (record.key.toString() !== subjectKey) return { record, cause: 'key-mismatch' };
  const isErased = body === 'erased';
  if (body === 'seal-broken') return { record, cause: body, change: change.value };
  if (!isErased && body?.ok !== true)
    return { record, cause: body?.error.code ?? 'undecodable', change: change.value };
  return {
    key: subjectKey,
    sequence: changeSequence,
    id: changeId,
    record,
    change: change.value,
    body: isErased ? NO_FACTS : body.value,
    isErased,
    value: record.value,
    position: record,
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
  ports: ReadPorts,
  kept: readonly KeptRecord[],
): Promise<readonly ToldChange[]> {
  const changes = (
    await ports.codec.decode(
      'ClaimantChange',
      kept.map(({ value }) => value),
    )
  ).map(readOrThrow);
  const bodies = await readBodies(ports, changes);
  return kept.flatMap(({ value, traceparent }, index): ToldChange[] => {
    const change = changes[index];
    const body = bodies[index];
    if (change === undefined || body === undefined) return [];
    const isErased = body === 'erased';
    if (body === 'seal-broken') throw new TypeError('a change that is kept does not open');
    const told = isErased ? NO_FACTS : readOrThrow(body);
    return [{ change, body: told, isErased, value, traceparent: traceparent ?? undefined }];
  });
}
