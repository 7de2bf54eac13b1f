import { parse } from 'yaml';

interface TopicsFile {
  readonly partitions: number;
  readonly topics: readonly {
    readonly name: string;
    readonly retentionDays: number | null;
    readonly writers: readonly string[];
    readonly readers: readonly string[];
  }[];
}

interface SubjectsFile {
  readonly compatibility: string;
  readonly services: readonly string[];
  readonly subjects: readonly {
    readonly topic?: string;
    readonly subject?: string;
    readonly schema: string;
  }[];
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
};

/** docs/reference/topics.md, made from infra/topics.yaml, schemas/subjects.json and the ids under infra/agencies. Throws when a topic has no key or schema. */
export function renderTopicPage(
  topicsYaml: string,
  subjectsJson: string,
  agencies: readonly string[],
): string {
  const { partitions, topics } = parse(topicsYaml) as TopicsFile;
  const { compatibility, services, subjects } = JSON.parse(subjectsJson) as SubjectsFile;
  const rows = topics.map(({ name, retentionDays, writers, readers }) => {
    const schema = subjects.find(({ topic }) => topic === name)?.schema;
    const key = KEYS[name];
    if (schema === undefined || key === undefined)
      throw new TypeError(`${name} lacks a schema or key`);
    const kept = retentionDays === null ? 'for ever' : `${retentionDays} days`;
    return `| \`${name}\` | [${schema}](events.md#${schema.toLowerCase()}) | ${key} | ${listNames(writers)} | ${listNames(readers)} | ${kept} |`;
  });
  return `${[
    '<!-- Written by `npm run build -w @told/cli` from infra/topics.yaml and schemas/subjects.json; do not edit. -->',
    '',
    '# Topics',
    '',
    `Each has ${partitions} partitions, for good. \`<agency>\` stands for one topic each for ${agencies.map((one) => `\`${one}\``).join(', ')}.`,
    `\`<origin>\` stands for one topic each for them and for ${listNames(services)}: what operators and officers did there.`,
    'The start of the stack and `told topics apply` create them; nothing creates a topic by writing to it.',
    '',
    '| topic | record | key | writers | readers | kept |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
    'The `audit` named among the readers is not part of this release.',
    '',
    `A value is framed as Confluent does it: byte 0, four bytes of schema id, Avro. The subject is \`<topic>-value\`, compatibility \`${compatibility}\`.`,
    'How to write and read one: [tell and read on the bus](../how-to/tell-on-the-bus.md).',
  ].join('\n')}\n`;
}

const listNames = (names: readonly string[]): string => names.map((one) => `\`${one}\``).join(', ');
