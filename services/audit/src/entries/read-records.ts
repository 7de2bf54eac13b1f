import type { Codec, CodecUse, RecordName, RecordTypes } from '@told/codec';
import { DIGEST_HEADER, recordDigest, type StoredRecord } from '@told/event-log';
import {
  ACTIONS_PREFIX,
  CHANGES_TOPIC,
  CONSENTS_TOPIC,
  DEAD_LETTERS_PREFIX,
  DECISIONS_TOPIC,
  INTERESTS_TOPIC,
  OUTCOMES_PREFIX,
  SUSPENSIONS_TOPIC,
} from '../topics.ts';
import {
  describeAction,
  describeChange,
  describeConsent,
  describeDeadLetter,
  describeDecision,
  describeInterest,
  describeOutcome,
  describeSuspension,
} from './describe-record.ts';
import type { DescribedRecord, RecordSource } from './entry.ts';

/** A record that is to have an entry. */
export interface Arrival {
  readonly source: RecordSource;
  readonly described: DescribedRecord;
}

/** What a topic carries, and what its records say. */
interface TopicKind {
  readonly schema: RecordName;
  read(
    codec: Codec,
    values: readonly Buffer[],
    owner: string,
  ): Promise<readonly (DescribedRecord | { readonly cause: string })[]>;
}

const describedBy = <N extends RecordName>(
  schema: N,
  /** `owner`: the agency or service whose topic it is. */
  describe: (value: RecordTypes[N], owner: string) => DescribedRecord,
  { foreign = false } = {},
): TopicKind => ({
  schema,
  async read(codec, values, owner) {
    const decoded = await codec.decode(schema, values, { foreign });
    return decoded.map((one) => (one.ok ? describe(one.value, owner) : { cause: one.error.code }));
  },
});

const KINDS = new Map<string, TopicKind>([
  [CHANGES_TOPIC, describedBy('ClaimantChange', describeChange)],
  [DECISIONS_TOPIC, describedBy('Decision', describeDecision)],
  [INTERESTS_TOPIC, describedBy('Interest', describeInterest)],
  [CONSENTS_TOPIC, describedBy('Consent', describeConsent)],
  [SUSPENSIONS_TOPIC, describedBy('Suspension', describeSuspension)],
  // What one agency writes wrongly must not hold up what others say.
  [OUTCOMES_PREFIX, describedBy('Outcome', describeOutcome, { foreign: true })],
  [ACTIONS_PREFIX, describedBy('Action', describeAction, { foreign: true })],
  [DEAD_LETTERS_PREFIX, describedBy('DeadLetter', describeDeadLetter, { foreign: true })],
]);

/** Those of which every agency or origin has one. */
const FAMILIES = [OUTCOMES_PREFIX, ACTIONS_PREFIX, DEAD_LETTERS_PREFIX];

function kindOf(topic: string): { readonly kind: TopicKind; readonly owner: string } {
  const family = FAMILIES.find((one) => topic.startsWith(one)) ?? topic;
  const kind = KINDS.get(family);
  if (kind === undefined) throw new TypeError('the topic has no entries');
  return { kind, owner: topic.slice(family.length) };
}

export const codecUsesFor = (topics: readonly string[]): readonly CodecUse[] =>
  topics.map((topic) => ({ topic, schema: kindOf(topic).kind.schema }));

/**
 * What is to be entered of these records, one arrival each, topic by topic and in their order. One that cannot be read is entered as such: its
 * place and digest are evidence, and whoever wrote it wrongly must not leave a hole in the ledger. Rejects while a schema of the bus's own cannot
 * be had.
 */
export async function readRecords(
  codec: Codec,
  records: readonly StoredRecord[],
): Promise<readonly Arrival[]> {
  const topics = [...Map.groupBy(records, ({ topic }) => topic)];
  const read = await Promise.all(
    topics.map(([topic, ofTopic]) => readTopic(codec, topic, ofTopic)),
  );
  return read.flat();
}

async function readTopic(
  codec: Codec,
  topic: string,
  records: readonly StoredRecord[],
): Promise<readonly Arrival[]> {
  const { kind, owner } = kindOf(topic);
  const read = await kind.read(
    codec,
    records.map(({ value }) => value),
    owner,
  );
  return records.map((record, index): Arrival => {
    const { partition, offset, key, value, headers } = record;
    const digest = recordDigest(key, value);
    const claimed = headers[DIGEST_HEADER]?.toString('latin1') ?? digest;
    const source = { topic, partition, offset: offset.toString(), digest };
    // With another digest than its own, nobody knows what was meant.
    const one = claimed === digest ? read[index] : { cause: 'corrupt' };
    const isDescribed = one !== undefined && 'kind' in one;
    return { source, described: isDescribed ? one : describeUnreadable(one?.cause) };
  });
}

const describeUnreadable = (cause = 'undecodable'): DescribedRecord => ({
  kind: 'unreadable',
  at: null,
  changeId: null,
  subjectKey: null,
  cases: [],
  facts: { cause },
});
