import { buildMatrix, type MatrixRow } from '@told/agreements';
import { factFields, type MoreOf, type SchemaSources, writeEventPage } from '@told/codec';
import { type Bus, describeRetention, listNames } from './bus-topics.ts';
import { collectFields, type TypeFields } from './read-shipped.ts';
import type { SetShown } from './render-agreement-page.ts';

export interface EventPageSources {
  readonly schemas: SchemaSources;
  readonly bus: Bus;
  readonly sets: readonly SetShown[];
  readonly shipped: readonly TypeFields[];
  /** The example of a record, as JSON. */
  readonly exampleOf: (record: string) => unknown;
}

/**
 * docs/reference/events.md: every record, fact and type field by field, with who writes and reads it, what came later, an example,
 * and, of a fact, who may be given which field by which agreement.
 */
export function renderEventPage(sources: EventPageSources): string {
  const { files, subjects } = sources.schemas;
  const today = collectFields(files.map(({ schema }) => schema));
  const records = new Set(namesIn(sources, 'records'));
  const facts = new Set(namesIn(sources, 'facts'));
  const moreOf: MoreOf = (type) => [
    ...describeVersions(type, today, sources.shipped),
    ...(records.has(type) ? describeRecord(type, sources) : []),
    ...(facts.has(type) ? describeGiven(type, sources.sets) : []),
  ];
  return writeEventPage(files, subjects, { head: HEAD, moreOf });
}

const HEAD = [
  '<!-- Written by `npm run build -w @told/cli` from schemas/, infra/topics.yaml and infra/agreements; do not edit. -->',
  '',
  '# Events',
  '',
  'Every record on the bus, field by field. The same names, words and rules hold in JSON over HTTP. A date is `YYYY-MM-DD` in JSON and days since 1970 in Avro',
  '(`date`); a time is microseconds since 1970 in UTC; money is whole pence. `?`: may be null or left out. Other values than those listed are refused.',
  '',
  'A schema only grows, by fields that are null in records from before; version 1 is what was shipped first. Examples leave out what is null, and their',
  'people do not exist. Who may be given a fact stands below its fields: by recipient, the capacity in which it holds the case, and',
  '[agreement](agreements.md), on a day of each set; what is not named is given to nobody. For programs: [asyncapi.yaml](asyncapi.yaml).',
];

const namesIn = ({ schemas }: EventPageSources, folder: 'records' | 'facts'): string[] =>
  schemas.files.filter((one) => one.folder === folder).map(({ schema }) => schema.name);

/** The fields that the first version that knew the type did not have. */
function describeVersions(
  type: string,
  today: TypeFields,
  shipped: readonly TypeFields[],
): string[] {
  const first = shipped.findIndex((version) => version.has(type));
  if (first < 0) return [`Came after version ${shipped.length}.`, ''];
  const before = shipped[first]?.get(type);
  const later = [...(today.get(type) ?? [])].filter((field) => !before?.has(field));
  return later.length === 0 ? [] : [`Came after version ${first + 1}: ${listNames(later)}.`, ''];
}

/** Who writes and reads it, and an example. */
function describeRecord(record: string, { bus, exampleOf }: EventPageSources): string[] {
  const topics = bus.topics.filter(({ schema }) => schema === record);
  return [
    ...topics.flatMap((topic) => [
      `Written by ${listNames(topic.writers)}; read by ${listNames(topic.readers)}. Key: ${topic.key}. Kept ${describeRetention(topic)}.`,
      '',
    ]),
    '```json',
    JSON.stringify(withoutNulls(exampleOf(record)), null, 2),
    '```',
    '',
  ];
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      inner === null ? [] : [[name, withoutNulls(inner)]],
    ),
  );
}

/** `BenefitAward` is told as `benefitAward`. */
const factOf = (type: string): string => `${type.charAt(0).toLowerCase()}${type.slice(1)}`;

function describeGiven(type: string, sets: readonly SetShown[]): string[] {
  const fact = factOf(type);
  const known = factFields[fact];
  if (known === undefined) throw new TypeError(`${type} is a fact that agreements know`);
  const grants = sets.flatMap((set) => listGrants(fact, set));
  const given = new Set(grants.flatMap(({ fields }) => [...fields]));
  const withheld = known.filter((field) => !given.has(field));
  return [
    `Who may be given which field of \`${fact}\`:`,
    '',
    '| set | recipient | as | by | from | fields |',
    '|---|---|---|---|---|---|',
    ...grants.map(renderGrant),
    '',
    ...(withheld.length === 0 ? [] : [`Given to nobody: ${listNames(withheld)}.`, '']),
  ];
}

/** What an agreement gives of a fact to those who hold a case in one capacity. */
interface Grant {
  readonly set: SetShown;
  readonly capacity: string;
  readonly allowed: MatrixRow['allowedBy'][number];
  readonly recipients: Set<string>;
  readonly fields: Set<string>;
}

function listGrants(fact: string, set: SetShown): readonly Grant[] {
  const grants = new Map<string, Grant>();
  const rows = buildMatrix(set.agreements, set.on).filter((one) => one.fact === fact);
  for (const { recipient, capacity, field, allowedBy } of rows)
    for (const allowed of allowedBy.filter(({ isSuspended }) => !isSuspended)) {
      const key = `${allowed.agreement} ${capacity}`;
      const grant = grants.get(key) ?? {
        ...{ set, capacity, allowed },
        recipients: new Set(),
        fields: new Set(),
      };
      grant.recipients.add(recipient);
      grant.fields.add(field);
      grants.set(key, grant);
    }
  return [...grants.values()];
}

function renderGrant({ set, capacity, allowed, recipients, fields }: Grant): string {
  const { id } = set.agreements;
  const { agreement, version, basis, from } = allowed;
  return `| ${[
    id,
    listNames([...recipients]),
    `\`${capacity}\``,
    `[\`${agreement}\`](agreements.md#set-${id}-on-${set.on}) ${version}, ${basis}`,
    listNames(from),
    listNames([...fields]),
  ].join(' | ')} |`;
}
