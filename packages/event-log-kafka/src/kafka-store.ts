import { LogError } from '@told/event-log';
import type {
  EngineSettings,
  Fetched,
  FetchRequest,
  LogStore,
  Member,
} from '@told/event-log/engine';
import type { Sender } from './appends.ts';
import { fetchFrom, type Look } from './fetches.ts';
import { createGroupMember, type GroupMembership } from './groups/group-member.ts';
import { boundsOf, committedBy, offsetAtTime } from './offsets.ts';
import { openTail } from './tail.ts';
import { createTopics, listTopics } from './topics.ts';
import type { Cluster } from './wire/cluster.ts';
import { needing } from './wire/failures.ts';

export interface KafkaStoreOptions {
  readonly cluster: Cluster;
  readonly sender: Sender;
  readonly settings: EngineSettings;
  /** Copies of a new topic's records. */
  readonly copies: number | undefined;
}

type Bells = Parameters<LogStore['watch']>[1];

/** Kafka as the engine wants it: storage, membership and news. */
export function createKafkaStore(options: KafkaStoreOptions): LogStore {
  const { cluster, sender, settings, copies } = options;
  const bells = new Map<string, Bells>();
  const memberships = new Map<string, GroupMembership>();
  const tail = openTail(cluster, settings, (at) => {
    for (const each of bells.values()) each.records(at);
  });

  function membershipOf(member: Member): GroupMembership {
    const known = memberships.get(member.id);
    if (known) return known;
    const made = createGroupMember(cluster, {
      member,
      handOverMs: settings.drainMs,
      clock: settings.clock,
      ring: () => bells.get(member.id)?.members(),
    });
    memberships.set(member.id, made);
    return made;
  }

  async function fetch(request: FetchRequest): Promise<Fetched> {
    const { at, from, records, stays } = request;
    if (records === 0) return { ...(await boundsOf(cluster, at)), records: [] };
    const kept = stays ? tail.take(at, from) : undefined;
    if (kept) return kept;
    return stays
      ? tail.finish(at, from, await lookFrom(cluster, request))
      : lookSurely(cluster, request);
  }

  return {
    createTopics: (specs) =>
      needing('Create', createTopics(cluster, specs, { copies, clock: settings.clock })),
    topics: () => listTopics(cluster),
    append: (parts) =>
      Promise.all(parts.map((part) => tellApart(needing('Write', sender.send(part))))),
    fetch: (requests) =>
      Promise.all(requests.map((request) => tellApart(needing('Read', fetch(request))))),
    bounds: (topic) => needing('Describe', allBoundsOf(cluster, topic)),
    offsetAt: (at, timestampMs) => needing('Describe', offsetAtTime(cluster, at, timestampMs)),
    committed: (group, topic) => needing('Describe', committedBy(cluster, group, topic)),
    joinGroup: (member) => needing('Read', membershipOf(member).beat()),
    commit: (member, marks) => needing('Read', membershipOf(member).commit(marks)),
    async releaseLease(member, at) {
      membershipOf(member).release(at);
    },
    async leaveGroup(member) {
      const membership = memberships.get(member.id);
      memberships.delete(member.id);
      await membership?.leave();
    },
    watch(member, rung) {
      bells.set(member.id, rung);
      return () => void bells.delete(member.id);
    },
    applyRetention: async () => undefined, // Kafka does it by itself
    async close() {
      await tail.close();
      await cluster.close();
    },
  };
}

async function allBoundsOf(cluster: Cluster, topic: string) {
  const partitions = await cluster.partitionsOf(topic);
  return Promise.all(partitions.map((partition) => boundsOf(cluster, { topic, partition })));
}

/** What ails one partition is its own answer; what is no LogError is a mistake of the program. */
const tellApart = <T>(answer: Promise<T>): Promise<T | LogError> =>
  answer.catch((error: unknown) => {
    if (error instanceof LogError) return error;
    throw error;
  });

/** A new leader knows how much is safe to read as soon as its followers have asked it for more. */
const LOOKS_MAX = 10;

/**
 * A look, and how far the log really goes. A Fetch may say less: a leader that has just taken over shows only what it knows
 * to be safe. Asked for the end it answers when it knows (KIP-207); so a position is not taken to be beyond it too soon.
 */
async function lookSurely(cluster: Cluster, request: FetchRequest): Promise<Fetched> {
  const { at, from } = request;
  for (let looks = 1; ; looks += 1) {
    const look = await lookFrom(cluster, request);
    const { low, end } = await boundsOf(cluster, at);
    if (look.records.length > 0 || from < low || end <= look.next)
      return end > look.end ? { ...look, end } : look;
    if (looks === LOOKS_MAX)
      throw new LogError('retriable', { ...named(at), state: 'not visible yet' });
  }
}
const named = ({ topic, partition }: FetchRequest['at']) => ({ topic, partition });

/** Looks on until there is something to see, or no more: Kafka's own marks fill offsets too. */
async function lookFrom(cluster: Cluster, request: FetchRequest): Promise<Look> {
  const { from } = request;
  let scan = from;
  for (;;) {
    const look = await lookOnce(cluster, { ...request, from: scan });
    if (look.records.length > 0 || look.next >= look.end || look.next === scan) return look;
    scan = look.next;
  }
}

/** Who stays must check its position when it has been parted from the leader: it is told, and nothing is tried again here. */
async function lookOnce(
  cluster: Cluster,
  { at, from, bytes, stays = false }: FetchRequest,
): Promise<Look> {
  const lookAt = async (leader: number): Promise<Look> => {
    const limits = { waitMs: 0, bytesPerPartition: Math.max(bytes, 1) };
    const [look] = await fetchFrom(cluster, leader, 'read', [{ at, from }], limits);
    return look as Look;
  };
  try {
    return await cluster.atLeader(at, lookAt, stays);
  } catch (error) {
    if (!(error instanceof LogError) || error.code !== 'offset-out-of-range') throw error;
    const { low, end } = await boundsOf(cluster, at);
    if (from >= low && from <= end) throw new LogError('retriable', error.details, error); // it has just become one
    return { errorCode: 0, low, end, next: from, records: [] };
  }
}
