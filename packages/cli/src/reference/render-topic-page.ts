import { type Bus, describeRetention, listNames } from './bus-topics.ts';

/** docs/reference/topics.md, made from infra/topics.yaml, schemas/subjects.json and the ids under infra/agencies. */
export function renderTopicPage({
  partitions,
  compatibility,
  services,
  agencies,
  topics,
}: Bus): string {
  const rows = topics.map((topic) => {
    const { name, schema, key, writers, readers } = topic;
    return `| \`${name}\` | [${schema}](events.md#${schema.toLowerCase()}) | ${key} | ${listNames(writers)} | ${listNames(readers)} | ${describeRetention(topic)} |`;
  });
  return `${[
    '<!-- Written by `npm run build -w @told/cli` from infra/topics.yaml and schemas/subjects.json; do not edit. -->',
    '',
    '# Topics',
    '',
    `Each has ${partitions} partitions, for good. \`<agency>\` stands for one topic each for ${listNames(agencies)}.`,
    `\`<origin>\` stands for one topic each for them and for ${listNames(services)}: what operators and officers did there.`,
    'The start of the stack and `told topics apply` create them; nothing creates a topic by writing to it.',
    'For programs the same is in [asyncapi.yaml](asyncapi.yaml), an AsyncAPI document with the bindings of Kafka.',
    '',
    '| topic | record | key | writers | readers | kept |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
    `A value is framed as Confluent does it: byte 0, four bytes of schema id, Avro. The subject is \`<topic>-value\`, compatibility \`${compatibility}\`.`,
    'How to write and read one: [tell and read on the bus](../how-to/tell-on-the-bus.md). On a Kafka that asks who comes, writers and readers',
    'are users with [rights](rights.md) to exactly that.',
  ].join('\n')}\n`;
}
