import { expect } from '@jest/globals';
import type { LogStore, Member } from '../src/engine/store.ts';

/** A store accepts a commit from the owner of a lease, in the lease's generation, and no other. */
export async function expectGenerations(store: LogStore, topic: string): Promise<void> {
  const member = (id: string): Member => ({ group: topic, id, topics: [topic], leaseMs: 60_000 });
  const [first, second] = [member('a'), member('b')];
  const at = { topic, partition: 0 };
  const commit = (who: Member, generation: bigint, next: bigint) =>
    store.commit(who, [{ ...at, generation, next }]);

  const [lease] = await store.joinGroup(first);
  const generation = lease?.generation ?? 0n;
  expect(lease).toEqual({ ...at, generation, wanted: true });
  expect(await commit(first, generation, 1n)).toMatchObject([at]);
  expect(await commit(second, generation, 2n)).toEqual([]);

  await store.releaseLease(first, at);
  const [again] = await store.joinGroup(first);
  expect(again?.generation).toBe(generation + 1n);
  expect(await commit(first, generation, 3n)).toEqual([]);
  expect(await commit(first, generation + 1n, 4n)).toMatchObject([at]);
  expect(await store.committed(topic, topic)).toEqual([{ partition: 0, next: 4n }]);

  await store.leaveGroup(first);
  expect((await store.joinGroup(second))[0]?.generation).toBe(generation + 2n);
  expect(await commit(first, generation + 1n, 5n)).toEqual([]);
  await store.leaveGroup(second);
}
