import type { Bus, BusTopic } from '../bus-topics.ts';
import { channelOf } from './build-channels.ts';
import { describeRights, type Rights } from './describe-rights.ts';

/** Topic → the topic on which a record of it is answered. */
const ANSWERS: Readonly<Record<string, string>> = {
  'told.submissions.<agency>': 'told.submission-results.<agency>',
  'told.releases.<agency>': 'told.outcomes.<agency>',
};

/** Who sends and who receives: one operation for each writer and each reader of a line of infra/topics.yaml. */
export const buildOperations = (bus: Bus) =>
  Object.fromEntries(
    bus.topics.flatMap((topic) => [
      ...topic.writers.map((who) => send(who, topic, bus)),
      ...topic.readers.map((who) => receive(who, topic, bus)),
    ]),
  );

interface Operation extends Partial<Rights> {
  readonly action: 'send' | 'receive';
  readonly channel: { readonly $ref: string };
  readonly bindings?: { readonly kafka: { readonly groupId: Group } };
}

interface Group {
  readonly enum?: readonly string[];
  readonly pattern?: string;
}

/** `agencySendsSubmissions`, `gatewayReceivesChanges`. */
function nameOperation(who: string, verb: string, topic: BusTopic): string {
  const channel = channelOf(topic);
  return `${plain(who)}${verb}${channel.charAt(0).toUpperCase()}${channel.slice(1)}`;
}

const plain = (who: string): string => who.replace(/^<(.*)>$/, '$1');

function send(who: string, topic: BusTopic, bus: Bus): [string, Operation] {
  const operation = {
    action: 'send' as const,
    ...refer(topic),
    title: `${plain(who)} tells ${topic.schema}`,
    tags: tag(who),
    ...reply(topic, bus, who),
    ...describeRights(who, { action: 'Write', inGroup: false }, topic, bus),
  };
  return [nameOperation(who, 'Sends', topic), operation];
}

function receive(who: string, topic: BusTopic, bus: Bus): [string, Operation] {
  const group = findGroup(who, topic, bus);
  const operation = {
    action: 'receive' as const,
    ...refer(topic),
    title: `${plain(who)} reads ${topic.schema}`,
    description: describeReading(who, topic),
    tags: tag(who),
    ...(group === undefined
      ? {}
      : { bindings: { kafka: { groupId: group, bindingVersion: '0.5.0' } } }),
    ...reply(topic, bus, who),
    ...describeRights(who, { action: 'Read', inGroup: group !== undefined }, topic, bus),
  };
  return [nameOperation(who, 'Receives', topic), operation];
}

function refer(topic: BusTopic) {
  const channel = `#/channels/${channelOf(topic)}`;
  return {
    channel: { $ref: channel },
    messages: [{ $ref: `${channel}/messages/${topic.schema}` }],
  };
}

const tag = (who: string) => (who === '<origin>' ? [] : [{ name: plain(who) }]);

/** The answer, for whoever may read it or has to give it. */
function reply(topic: BusTopic, bus: Bus, who: string) {
  const answer = bus.topics.find(({ name }) => name === ANSWERS[topic.name]);
  if (answer === undefined || isOwn(who, topic)) return {};
  return { reply: refer(answer) };
}

/** A service reads what it wrote itself at its start, in no group. */
const isOwn = (who: string, { writers, readers }: BusTopic): boolean =>
  writers.includes(who) && readers.includes(who);

/** Consumer groups of an agency begin with its id; a service's bears its name. */
function findGroup(who: string, topic: BusTopic, { agencies }: Bus) {
  if (isOwn(who, topic)) return undefined;
  if (who !== '<agency>') return { type: 'string', enum: [who] };
  return {
    type: 'string',
    pattern: `^(${agencies.join('|')})\\..+$`,
    description: 'Begins with the id of the agency and a dot.',
  };
}

function describeReading(who: string, topic: BusTopic): string {
  return isOwn(who, topic)
    ? 'Its own records, at its start and in no consumer group: a database that was restored from a backup takes back from them what it lost.'
    : 'As they come, from the first one kept; its position is in its own database.';
}
