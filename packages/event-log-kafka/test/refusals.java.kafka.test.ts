import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LogError } from '@told/event-log';
import { systemClock } from '@told/event-log/engine';
import { readTopicRules, userOfService } from '../../stack/src/index.ts';
import type { Acl } from '../src/admin/acls.ts';
import { openClusterAdmin } from '../src/admin/cluster-admin.ts';
import { openCluster } from '../src/wire/cluster.ts';
import { fromKafka, needing } from '../src/wire/failures.ts';
import { nameError } from '../src/wire/kafkajs-parts.ts';
import { tellFigures } from './figures.ts';
import { type SecuredCluster, startSecuredCluster, TRIED } from './secured-cluster.ts';
import { describeWaiting } from './waiting-for-rights.ts';

/** What a user tries, and what came of it: `allowed`, or the refusal's own words. */
interface Cell {
  readonly user: string;
  readonly what: string;
  readonly allowed: boolean;
  /** What a refusal names: the topic, group or cluster, and the right. */
  readonly refusal: Readonly<Record<string, string>>;
  readonly outcome: 'allowed' | LogError;
}

let cluster: SecuredCluster;
beforeAll(async () => {
  cluster = await startSecuredCluster();
}, 60_000);
afterAll(() => cluster?.remove());

/** Who may write and read each topic, read from infra/topics.yaml by other means than the rights are. */
function listTopics(): readonly { topic: string; writers: string[]; readers: string[] }[] {
  const { agencies, services } = cluster.members;
  const nameOne = (text: string, owner: string): string =>
    text.replace(/<(?:agency|origin)>/, owner);
  const toUser = (one: string): string => (services.includes(one) ? userOfService(one) : one);
  /** Of a topic that is nobody's own, `<agency>` is each of them. */
  const listUsers = (ones: readonly string[], owner: string): string[] =>
    ones
      .flatMap((one) => (owner === '' && one === '<agency>' ? agencies : [nameOne(one, owner)]))
      .map(toUser);
  return readTopicRules().flatMap(({ name, writers, readers }) => {
    const owners = /<agency>/.test(name)
      ? agencies
      : /<origin>/.test(name)
        ? [...agencies, ...services]
        : [''];
    return owners.map((owner) => ({
      topic: nameOne(name, owner),
      writers: listUsers(writers, owner),
      readers: listUsers(readers, owner),
    }));
  });
}

async function attempt(cell: Omit<Cell, 'outcome'>, act: () => Promise<unknown>): Promise<Cell> {
  try {
    await act();
    return { ...cell, outcome: 'allowed' };
  } catch (error) {
    if (error instanceof LogError) return { ...cell, outcome: error };
    throw error;
  }
}

/** Cells that came out otherwise than they should, in words; and how many were tried. */
function judge(kind: string, cells: readonly Cell[]): readonly string[] {
  const refused = cells.filter(({ allowed }) => !allowed).length;
  tellFigures('rights', { kind, allowed: cells.length - refused, refused });
  return cells
    .filter(({ allowed, outcome, refusal }) => {
      if (outcome === 'allowed') return !allowed;
      if (allowed || outcome.code !== 'unauthorized' || !outcome.retryable) return true;
      return Object.entries(refusal).some(([name, value]) => outcome.details[name] !== value);
    })
    .map(
      ({ user, what, allowed, outcome }) =>
        `${user} ${what}: should be ${allowed ? 'allowed' : 'refused'}, ${outcome === 'allowed' ? 'was allowed' : outcome.message}`,
    );
}

describe('on a cluster with the rights of infra', () => {
  test('every user writes, reads and sees the topics that infra says, and no other', async () => {
    const topics = listTopics();
    const cells = await Promise.all(
      cluster.users.map(async (user) => {
        const log = cluster.open(user);
        const tried = topics.flatMap(({ topic, writers, readers }) => {
          const at = { topic, partition: 0 };
          const may = { write: writers.includes(user), read: readers.includes(user) };
          const record = { key: Buffer.from('k'), value: Buffer.from(TRIED) };
          return [
            attempt(
              {
                user,
                what: `write ${topic}`,
                allowed: may.write,
                refusal: { topic, right: 'Write' },
              },
              () => log.append(at, [record]),
            ),
            attempt(
              { user, what: `read ${topic}`, allowed: may.read, refusal: { topic, right: 'Read' } },
              () =>
                log
                  .read({ ...at, from: 0n, to: 0n })
                  [Symbol.asyncIterator]()
                  .next(),
            ),
            attempt(
              {
                ...{ user, what: `see ${topic}`, allowed: may.write || may.read },
                refusal: { topic, right: 'Describe' },
              },
              () => log.bounds(topic),
            ),
          ];
        });
        const seen = (await log.topics()).map(({ name }) => name);
        const used = topics
          .filter(({ writers, readers }) => [...writers, ...readers].includes(user))
          .map(({ topic }) => topic);
        expect(seen).toEqual(used.sort());
        return Promise.all(tried);
      }),
    );
    const wrong = judge('topics', cells.flat());
    expect(wrong).toEqual([]);
    // What the law stands on, said once more without infra: nothing of one agency's is another's.
    const { agencies } = cluster.members;
    const foreign = cells.flat().filter(({ user, what }) => {
      const owner = agencies.find((agency) => what.endsWith(`.${agency}`));
      return owner !== undefined && agencies.includes(user) && owner !== user;
    });
    expect(foreign.length).toBeGreaterThan(0);
    expect(foreign.filter(({ outcome }) => outcome === 'allowed')).toEqual([]);
  });

  test('every user joins groups of its own, and no other', async () => {
    const { agencies, services } = cluster.members;
    const groups = [
      ...agencies.map((agency) => ({ owner: agency, group: `${agency}.reconcile` })),
      ...services.map((service) => ({ owner: userOfService(service), group: service })),
      ...services.map((service) => ({ owner: 'nobody', group: `${service}.other` })),
      { owner: 'nobody', group: `${agencies[0]}x.reconcile` },
      { owner: 'nobody', group: 'others' },
    ];
    const topics = listTopics();
    const cells = await Promise.all(
      cluster.users.map(async (user) => {
        const log = cluster.open(user);
        const own = topics.find(({ readers }) => readers.includes(user))?.topic ?? '';
        return Promise.all(
          groups.map(({ owner, group }) =>
            attempt(
              {
                ...{ user, what: `join ${group}`, allowed: owner === user },
                refusal: { group, right: 'Read' },
              },
              async () => {
                const subscription = await log.subscribe({
                  ...{ group, topics: [own], from: 'earliest' },
                  positionOf: async () => undefined,
                  handle: async () => undefined,
                });
                await subscription.close();
              },
            ),
          ),
        );
      }),
    );
    expect(judge('groups', cells.flat())).toEqual([]);
  });

  test('nobody makes, deletes or changes a topic, or sees or changes who may do what', async () => {
    const everything = { cluster: 'kafka-cluster' };
    const cells = await Promise.all(
      cluster.users.map(async (user) => {
        const log = cluster.open(user);
        const admin = openClusterAdmin(cluster.accessOf(user));
        const own = (await log.topics())[0]?.name ?? '';
        const acl: Acl = {
          ...{ principal: `User:${user}`, resource: 'topic', name: own, pattern: 'literal' },
          ...{ operation: 'All', permission: 'allow', host: '*' },
        };
        const made = `told.made-by-${user}`;
        const topic = { name: made, partitions: 1, retentionMs: null };
        const refused = (what: string, refusal: Cell['refusal'], act: () => Promise<unknown>) =>
          attempt({ user, what, allowed: false, refusal }, act);
        const tried = await Promise.all([
          refused('create a topic', { topic: made, right: 'Create' }, () =>
            log.createTopics([topic]),
          ),
          refused('keep its own topic shorter', { topic: own, right: 'AlterConfigs' }, () =>
            log.createTopics([{ name: own, partitions: 4, retentionMs: 1 }]),
          ),
          refused('delete its own topic', { topic: own, right: 'Delete' }, () =>
            deleteTopic(user, own),
          ),
          refused('list rights', { ...everything, right: 'Describe' }, () => admin.acls()),
          refused('grant itself a right', { ...everything, right: 'Alter' }, () =>
            admin.changeAcls({ create: [acl], delete: [] }),
          ),
          refused('revoke a right', { ...everything, right: 'Alter' }, () =>
            admin.changeAcls({ create: [], delete: [acl] }),
          ),
          refused('list users', { ...everything, right: 'Describe' }, () => admin.users()),
          refused('make a user', { ...everything, right: 'Alter' }, () =>
            admin.putUsers({ intruder: 'intruder-password' }),
          ),
          refused('remove a user', { ...everything, right: 'Alter' }, () =>
            admin.deleteUsers(cluster.users),
          ),
        ]);
        await admin.close();
        return tried;
      }),
    );
    expect(judge('cluster', cells.flat())).toEqual([]);
  });
});

describeWaiting(() => cluster);

/** As a program would that has nothing else to do: this driver has no such call. */
async function deleteTopic(user: string, topic: string): Promise<void> {
  const connection = openCluster({
    ...cluster.accessOf(user),
    ...{ clientId: user, clock: systemClock, random: Math.random },
  });
  try {
    const { topicErrors } = await connection.ask<{
      readonly topicErrors: readonly { readonly topic: string; readonly errorCode: number }[];
    }>('DeleteTopics', { topics: [topic], timeout: 5_000 });
    const name = nameError(topicErrors[0]?.errorCode ?? 0);
    if (name !== undefined) await needing('Delete', Promise.reject(fromKafka(name, { topic })));
  } finally {
    await connection.close();
  }
}
