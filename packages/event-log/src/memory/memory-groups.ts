import type { LogClock } from '../clock.ts';
import { type Committed, keyOf, type Lease, type Mark, type Member } from '../engine/store.ts';
import type { TopicPartition } from '../port.ts';

interface HeldLease {
  readonly at: TopicPartition;
  owner: string | undefined;
  generation: bigint;
  next: bigint | undefined;
}
interface Group {
  readonly members: Map<string, { readonly member: Member; expiresMs: number }>;
  readonly leases: Map<string, HeldLease>;
}

/** The groups of a memory log, by the same rules as the PostgreSQL driver's. */
export function createMemoryGroups(
  clock: LogClock,
  partitionsOf: (topic: string) => readonly { readonly at: TopicPartition }[],
  changed: (group: string) => void,
) {
  const groups = new Map<string, Group>();
  const groupOf = (name: string): Group => {
    const group = groups.get(name) ?? { members: new Map(), leases: new Map() };
    groups.set(name, group);
    return group;
  };

  /** Which member a partition falls to: dealt in turn, each topic starting at another member. */
  function dealt({ members }: Group, at: TopicPartition): string | undefined {
    const readers = [...members.values()]
      .filter(({ member }) => member.topics.includes(at.topic))
      .map(({ member }) => member.id)
      .sort();
    const turn = at.partition + [...at.topic].reduce((sum, c) => sum + c.charCodeAt(0), 0);
    return readers[turn % readers.length];
  }

  function leaseFor(group: Group, at: TopicPartition): HeldLease {
    const lease = group.leases.get(keyOf(at)) ?? {
      at,
      owner: undefined,
      generation: 0n,
      next: undefined,
    };
    group.leases.set(keyOf(at), lease);
    return lease;
  }

  return {
    join(member: Member): readonly Lease[] {
      const group = groupOf(member.group);
      const { members } = group;
      const nowMs = clock.nowMs();
      let membersChanged = !members.has(member.id);
      for (const [id, { expiresMs }] of members)
        if (id !== member.id && expiresMs <= nowMs) membersChanged = members.delete(id);
      members.set(member.id, { member, expiresMs: nowMs + member.leaseMs });
      const held: Lease[] = [];
      for (const { at } of member.topics.flatMap(partitionsOf)) {
        const lease = leaseFor(group, at);
        const wanted = dealt(group, at) === member.id;
        if (wanted && lease.owner !== member.id && !members.has(lease.owner ?? '')) {
          lease.owner = member.id;
          lease.generation += 1n;
        }
        if (lease.owner === member.id) held.push({ ...at, generation: lease.generation, wanted });
      }
      if (membersChanged) changed(member.group);
      return held;
    },
    commit(member: Member, marks: readonly Mark[]): readonly TopicPartition[] {
      const { leases } = groupOf(member.group);
      return marks.filter((mark) => {
        const lease = leases.get(keyOf(mark));
        if (lease?.owner !== member.id || lease.generation !== mark.generation) return false;
        lease.next = mark.next;
        return true;
      });
    },
    release(member: Member, at: TopicPartition): void {
      const lease = groupOf(member.group).leases.get(keyOf(at));
      if (lease?.owner === member.id) lease.owner = undefined;
      changed(member.group);
    },
    leave(member: Member): void {
      groupOf(member.group).members.delete(member.id);
      changed(member.group);
    },
    committed: (group: string, topic: string): readonly Committed[] =>
      [...groupOf(group).leases.values()].flatMap(({ at, next }) =>
        at.topic === topic && next !== undefined ? [{ partition: at.partition, next }] : [],
      ),
  };
}
