import { listRights, type Right, userOfService } from '@told/stack';
import type { Bus, BusTopic } from '../bus-topics.ts';

/** What a user of the cluster is granted for an operation: by name, or by the beginning of one. */
interface Granted {
  readonly resource: Right['resource'];
  readonly name: string;
  readonly pattern: Right['pattern'];
  readonly operations: readonly string[];
}

export interface Rights {
  /** As whom it is done on a secured cluster. */
  readonly 'x-kafka-user': readonly string[];
  readonly 'x-kafka-rights': readonly Granted[];
}

/**
 * As whom an operation is done on a secured cluster, and by what right, from the rights that are applied there. Of a family, as of one
 * agency or origin: its id is written as the parameter. Nothing for who has no user.
 */
export function describeRights(
  who: string,
  { action, inGroup }: { readonly action: 'Read' | 'Write'; readonly inGroup: boolean },
  topic: BusTopic,
  { topics, agencies, services }: Bus,
): Rights | undefined {
  const rights = listRights(topics, { agencies, services });
  const [id = '', user] = findUser(who, topic, agencies, services);
  if (user === undefined) return undefined;
  const name = topic.name.replace(/<(?:agency|origin)>/, id);
  const onTopic = rights.filter(
    (right) =>
      right.user === user &&
      right.name === name &&
      right.resource === 'topic' &&
      right.operation !== OTHER[action],
  );
  const onGroups = rights.filter((right) => right.user === user && right.resource === 'group');
  const [, parameter] = /<(agency|origin)>/.exec(topic.name) ?? [];
  // Of a topic that is no family each agency has the same right.
  if (who === '<agency>' && parameter === undefined)
    return { 'x-kafka-user': agencies, 'x-kafka-rights': group(onTopic) };
  const generalise = (text: string): string =>
    parameter === undefined ? text : text.replace(id, `{${parameter}}`);
  return {
    'x-kafka-user':
      who === '<origin>' ? ['{origin}', userOfService('{origin}')] : [generalise(user)],
    'x-kafka-rights': group([...onTopic, ...(inGroup ? onGroups : [])]).map((one) => ({
      ...one,
      name: generalise(one.name),
    })),
  };
}

const OTHER = { Read: 'Write', Write: 'Read' } as const;

/** The id that stands for a family, and the user who does it. */
function findUser(
  who: string,
  { name }: BusTopic,
  agencies: readonly string[],
  services: readonly string[],
): readonly [string | undefined, string | undefined] {
  const [agency] = agencies;
  if (who === '<agency>' || who === '<origin>') return [agency, agency];
  const id = /<(agency|origin)>/.test(name) ? agency : undefined;
  return [id, services.includes(who) ? userOfService(who) : undefined];
}

const group = (rights: readonly Right[]): readonly Granted[] =>
  [...Map.groupBy(rights, ({ resource, name }) => `${resource} ${name}`).values()].flatMap(
    ([first, ...others]) =>
      first === undefined
        ? []
        : [
            {
              ...{ resource: first.resource, name: first.name, pattern: first.pattern },
              operations: [first, ...others].map(({ operation }) => operation),
            },
          ],
  );
