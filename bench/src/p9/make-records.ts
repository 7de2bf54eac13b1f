import fs from 'node:fs';
import path from 'node:path';
import { type Codec, createLocalSource, openCodecFrom, type RecordName } from '@told/codec';
import { recordDigest, type StoredRecord } from '@told/event-log';
import { codecUsesFor } from '../../../services/audit/src/entries/read-records.ts';
import { HEADS_USE, listTopics } from '../../../services/audit/src/topics.ts';
import { ROOT } from '../places.ts';

/** As for an area: each change with its decision, and the answer of one office. */
export const RECORDS_A_CHANGE = 3;

export const AGENCY = 'central-bedfordshire';
const PARTITION = 1;
/** Micros between two changes: what is entered has times that grow. */
const STEP_MICROS = 700;

export const openRecordCodec = (): Promise<Codec> =>
  openCodecFrom(createLocalSource(), [...codecUsesFor(listTopics([AGENCY])), HEADS_USE]);

type Example = Readonly<Record<string, unknown>>;
export const readExample = (name: string): Example =>
  JSON.parse(fs.readFileSync(path.join(ROOT, 'schemas/examples', `${name}.json`), 'utf8'));

/** With a digit by itself, so that copies of a ledger can have ids of their own. */
export const nameId = (kind: number, of: number): string =>
  `0191c2f0-6f5a-5c3e-9a4${kind}-${of.toString(16).padStart(12, '0')}`;

/**
 * What came of so many changes from a number on, as the log has it: the records of each topic, in order. Made of the examples of `schemas/`, with
 * ids, cases and times of their own.
 */
export function makeRecords(
  codec: Codec,
  { from, changes }: { readonly from: number; readonly changes: number },
): readonly (readonly StoredRecord[])[] {
  const [change, decision, outcome] = ['claimant-change', 'decision', 'outcome'].map(readExample);
  const body = Buffer.from(String(change?.['body']), 'base64');
  const recipients = decision?.['recipients'] as readonly Example[];
  const make = (schema: RecordName, topic: string, describe: (of: number) => object) => {
    const encode = codec.encoder(schema, topic);
    return Array.from({ length: changes }, (_, index): StoredRecord => {
      const of = from + index;
      const value = encode(describe(of) as never);
      const key = Buffer.from(subjectOf(of));
      const headers = { digest: Buffer.from(recordDigest(key, value)) };
      const offset = BigInt(of);
      return { topic, partition: PARTITION, offset, timestampMs: 0, key, value, headers };
    });
  };
  return [
    make('ClaimantChange', 'told.changes', (of) => ({
      ...change,
      ...{ changeId: nameId(1, of), subjectKey: subjectOf(of), acceptedAt: timeOf(change, of) },
      body,
    })),
    make('Decision', 'told.decisions', (of) => ({
      ...decision,
      ...{ decisionId: nameId(2, of), changeId: nameId(1, of), subjectKey: subjectOf(of) },
      decidedAt: timeOf(change, of),
      recipients: recipients.map((one, at) => (at === 0 ? { ...one, ...releaseOf(of) } : one)),
    })),
    make('Outcome', `told.outcomes.${AGENCY}`, (of) => ({
      ...outcome,
      ...{ ...releaseOf(of), decidedAt: timeOf(change, of) },
    })),
  ];
}

/** Of the first recipient, who answers it: a person has one case. */
const releaseOf = (of: number) => ({
  ...{ releaseId: nameId(3, of), caseReference: caseOf(of) },
  releaseSequence: Math.floor(of / PEOPLE) + 1,
});

export const caseOf = (of: number): string => `CTB-${of % PEOPLE}`;

/** Scattered, as digests are, and each person's several times. */
export const PEOPLE = 30_000;
export const subjectOf = (of: number): string =>
  (((of % PEOPLE) * 2_654_435_761) % 2 ** 32).toString(16).padStart(32, '0');

const timeOf = (change: Example | undefined, of: number): number =>
  Number(change?.['acceptedAt']) + of * STEP_MICROS;
