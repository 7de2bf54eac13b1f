import { hash } from 'node:crypto';
import { commitWith, SALT_BYTES } from '../entries/commitments.ts';
import {
  type DescribedRecord,
  type Facts,
  type RecordSource,
  writeEntry,
} from '../entries/entry.ts';
import { joinBytes } from '../entries/join-bytes.ts';
import type { Arrival } from '../entries/read-records.ts';
import { type ErasureTraces, traceErasure } from '../openings/trace-erasure.ts';

export interface PreparePorts {
  randomBytes(size: number): Buffer;
  /** Of this database; see `readMarkKey`. */
  readonly markKey: Buffer;
}

/** What is to be entered. */
export interface Entering extends Omit<Arrival, 'source'> {
  /** Null of what the ledger says of itself. */
  readonly source: RecordSource | null;
}

/** What a record is known by. */
export interface RecordName {
  readonly at: number;
  /** Decimal. */
  readonly mark: string;
}

/**
 * An entry but for its index. Of the record itself nothing is kept, and its text as bytes: some thousands wait for the ledger together, and what
 * lives so long as objects and texts is copied by the garbage collector, which took a sixth of the time.
 */
export interface PreparedEntry
  extends RecordName,
    Pick<DescribedRecord, 'kind' | 'changeId' | 'subjectKey' | 'cases'> {
  readonly salt: Buffer;
  readonly text: TextAround;
  readonly traces: ErasureTraces;
}

/** Where a text lies, of which the index will stand between two parts. */
interface TextAround {
  readonly bytes: Buffer;
  readonly start: number;
  readonly middle: number;
  readonly end: number;
}

/** All of these entries that does not depend on what the ledger holds. */
export function prepareEntries(
  arrivals: readonly Entering[],
  { randomBytes, markKey }: PreparePorts,
): readonly PreparedEntry[] {
  const salts = randomBytes(arrivals.length * SALT_BYTES);
  const saltOf = (place: number): Buffer =>
    salts.subarray(place * SALT_BYTES, (place + 1) * SALT_BYTES);
  const texts = layOut(arrivals.map((arrival, place) => writeAround(arrival, saltOf(place))));
  return arrivals.map((arrival, place) => {
    const { kind, at, changeId, subjectKey, cases } = arrival.described;
    return {
      at: at ?? 0,
      mark: markArrival(arrival, markKey),
      kind,
      changeId,
      subjectKey,
      cases,
      salt: saltOf(place),
      text: texts[place] as TextAround,
      traces: traceErasure(arrival),
    };
  });
}

/** The facts of a prepared entry, as its text has them. */
export function readFacts({ text }: PreparedEntry): Facts {
  const before = `${text.bytes.toString('utf8', text.start, text.middle)}}`;
  return (JSON.parse(before) as { readonly facts: Facts }).facts;
}

const digest = Buffer.alloc(32);

/**
 * A record that comes again, as after a relay's crash, has the same topic, time and digest, and so the same mark; one that says anything else
 * has another, and an entry of its own. Nobody without the key can make two records that share one.
 */
function markArrival({ source, described }: Entering, key: Buffer): string {
  const said = source === null ? writeEntry(described.facts) : `${source.topic}\n${source.digest}`;
  const named = joinBytes(key, `${described.kind}\n${said}`);
  // Read as characters: of a digest, Node makes a Buffer in three times the time.
  digest.write(hash('sha256', named, 'binary'), 'binary');
  return digest.readBigInt64BE().toString();
}

type Around = readonly [before: string, behind: string];

/** An entry's text before its index and behind it. Members in the order in which they are written: `index` comes after `facts`, before `kind`. */
function writeAround({ described, source }: Entering, salt: Buffer): Around {
  const { kind, at, facts, subjectKey, cases } = described;
  const commit = commitWith(salt);
  const before = writeEntry({
    at: at ?? undefined,
    cases: cases.map(({ agency, caseReference }) => ({
      agency,
      case: commit.case(agency, caseReference),
    })),
    facts,
  });
  const subject = subjectKey === null ? '' : `,"subject":"${commit.subject(subjectKey)}"`;
  return [before.slice(0, -1), `,"kind":"${kind}"${writeSource(source)}${subject}}`];
}

/** Written by itself, which takes a fifth of the time: numbers, hexadecimal digits and the name of a topic, in which JSON escapes nothing. */
function writeSource(source: RecordSource | null): string {
  if (source === null) return '';
  const { digest, offset, partition, topic } = source;
  return `,"source":{"digest":"${digest}","offset":"${offset}","partition":${partition},"topic":"${topic}"}`;
}

/** As bytes, one behind another. */
function layOut(texts: readonly Around[]): readonly TextAround[] {
  const joined = texts.map(([before, behind]) => before + behind).join('');
  const bytes = Buffer.from(joined);
  const isAscii = bytes.length === joined.length;
  const sizeOf = (text: string): number => (isAscii ? text.length : Buffer.byteLength(text));
  let end = 0;
  return texts.map(([before, behind]) => {
    const start = end;
    const middle = start + sizeOf(before);
    end = middle + sizeOf(behind);
    return { bytes, start, middle, end };
  });
}
