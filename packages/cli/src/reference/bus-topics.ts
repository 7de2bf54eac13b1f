import { type RecordName, schemas } from '@told/codec';
import { parse } from 'yaml';

interface TopicsFile {
  readonly partitions: number;
  readonly topics: readonly Omit<BusTopic, 'schema' | 'key'>[];
}

interface SubjectsFile {
  readonly compatibility: string;
  readonly services: readonly string[];
  readonly subjects: readonly {
    readonly topic?: string;
    readonly schema: string;
  }[];
}

/** A topic, or a family of them: `<agency>` in a name stands for each agency, `<origin>` for each agency and service. */
export interface BusTopic {
  readonly name: string;
  /** The record on it. */
  readonly schema: RecordName;
  /** What a record's key is, in words. */
  readonly key: string;
  /** Null: for ever. */
  readonly retentionDays: number | null;
  readonly writers: readonly string[];
  readonly readers: readonly string[];
}

export interface Bus {
  readonly partitions: number;
  readonly compatibility: string;
  readonly services: readonly string[];
  readonly agencies: readonly string[];
  readonly topics: readonly BusTopic[];
}

/** What a record's key is, by topic: what keeps its order. */
const KEYS: Readonly<Record<string, string>> = {
  'told.submissions.<agency>': 'the sender’s case reference, else the idempotency key',
  'told.submission-results.<agency>': 'that of the submission',
  'told.changes': 'the subject key',
  'told.decisions': 'the subject key',
  'told.interests': '`<agency>/<case reference>`',
  'told.consents': 'the subject key',
  'told.suspensions': 'the id of the agreement or agency',
  'told.releases.<agency>': 'the recipient’s case reference',
  'told.outcomes.<agency>': 'the recipient’s case reference',
  'told.actions.<origin>':
    'what it was done to: a subject key, a case, a partition, an agency or an agreement',
  'told.dead-letters.<origin>': 'the partition that the record is in: `<topic>/<partition>`',
  'told.heads': 'the id of the ledger',
};

/** The topics of infra/topics.yaml, each with its record and key. Throws when a topic has none. */
export function readBus(
  topicsYaml: string,
  subjectsJson: string,
  agencies: readonly string[],
): Bus {
  const { partitions, topics } = parse(topicsYaml) as TopicsFile;
  const { compatibility, services, subjects } = JSON.parse(subjectsJson) as SubjectsFile;
  return {
    ...{ partitions, compatibility, services, agencies },
    topics: topics.map((topic) => {
      const schema = subjects.find((one) => one.topic === topic.name)?.schema;
      const key = KEYS[topic.name];
      if (!isRecord(schema) || key === undefined)
        throw new TypeError(`${topic.name} lacks a schema or key`);
      return { ...topic, schema, key };
    }),
  };
}

const isRecord = (name: string | undefined): name is RecordName =>
  name !== undefined && Object.hasOwn(schemas, name);

/** How long a topic keeps its records, in words. */
export const describeRetention = ({ retentionDays }: Pick<BusTopic, 'retentionDays'>): string =>
  retentionDays === null ? 'for ever' : `${retentionDays} days`;

export const listNames = (names: readonly string[]): string =>
  names.map((one) => `\`${one}\``).join(', ');
