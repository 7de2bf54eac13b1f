import { COPIES, describeSettings } from '@told/event-log-kafka';
import { type Bus, type BusTopic, describeRetention, listNames } from '../bus-topics.ts';
import { SERVERS } from './build-servers.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Where an agency's or origin's id stands in the name of a topic. */
const FAMILY = /<(agency|origin)>$/;

/** The name by which the document calls a topic: `told.submission-results.<agency>` is `submissionResults`. */
export const channelOf = ({ name }: Pick<BusTopic, 'name'>): string =>
  name
    .replace(/^told\./, '')
    .replace(/\.<.*$/, '')
    .replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** One channel for each line of infra/topics.yaml; of a family the agency or origin is a parameter. */
export const buildChannels = (bus: Bus) =>
  Object.fromEntries(bus.topics.map((topic) => [channelOf(topic), buildChannel(topic, bus)]));

function buildChannel(topic: BusTopic, bus: Bus) {
  const { name, schema, key, writers, readers } = topic;
  const [, family] = FAMILY.exec(name) ?? [];
  return {
    address: name.replace(FAMILY, '{$1}'),
    title: name,
    description: `Key: ${key}. Kept ${describeRetention(topic)}. Written by ${listNames(writers)}, read by ${listNames(readers)}.`,
    servers: Object.keys(SERVERS).map((server) => ({ $ref: `#/servers/${server}` })),
    ...(family === undefined ? {} : { parameters: { [family]: PARAMETERS(bus)[family] } }),
    messages: { [schema]: { $ref: `#/components/messages/${schema}` } },
    bindings: { kafka: buildBinding(topic, bus) },
  };
}

const PARAMETERS = ({
  agencies,
  services,
}: Bus): Readonly<Record<string, { readonly description: string; readonly enum: string[] }>> => ({
  agency: { description: 'The agency whose topic it is.', enum: [...agencies] },
  origin: {
    description: 'The agency or service where it was done.',
    enum: [...services, ...agencies],
  },
});

/** A family has no one topic: its names are the address for each value of the parameter. */
function buildBinding({ name, retentionDays }: BusTopic, { partitions }: Bus) {
  const settings = describeSettings(retentionDays === null ? null : retentionDays * DAY_MS, COPIES);
  return {
    ...(FAMILY.test(name) ? {} : { topic: name }),
    partitions,
    replicas: COPIES,
    topicConfiguration: Object.fromEntries(
      Object.entries(settings).map(([setting, value]) => [setting, readSetting(setting, value)]),
    ),
    bindingVersion: '0.5.0',
  };
}

/** Kafka's settings are texts; the binding wants the policy as a list, and numbers as such. */
function readSetting(setting: string, value: string) {
  if (setting === 'cleanup.policy') return [value];
  if (/^-?\d+$/.test(value)) return Number(value);
  return value === 'true' || value === 'false' ? value === 'true' : value;
}
