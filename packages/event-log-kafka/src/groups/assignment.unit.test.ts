import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  dealPartitions,
  decodeShare,
  describeTopics,
  encodeShare,
  listTopics,
} from './assignment.ts';

const member = (memberId: string, topics: readonly string[]) => ({
  memberId,
  memberMetadata: describeTopics(topics),
});
const partitionsOf = (topic: string, count: number) =>
  Array.from({ length: count }, (_, partition) => ({ topic, partition }));

describe('dealPartitions', () => {
  test('deals in turn, each topic to those that want it', () => {
    const members = [member('b', ['x']), member('a', ['x', 'y'])];
    const dealt = dealPartitions(members, [...partitionsOf('x', 3), ...partitionsOf('y', 2)]);
    expect(Object.fromEntries(dealt)).toEqual({
      a: [
        { topic: 'x', partition: 0 },
        { topic: 'x', partition: 2 },
        { topic: 'y', partition: 0 },
        { topic: 'y', partition: 1 },
      ],
      b: [{ topic: 'x', partition: 1 }],
    });
    expect(listTopics(members)).toEqual(['x', 'y']);
  });

  test('every partition goes to exactly one member that wants it, evenly where all want the same', () => {
    const ids = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(ids, fc.nat(20), fc.nat(5), (memberIds, x, y) => {
        const partitions = [...partitionsOf('x', x), ...partitionsOf('y', y)];
        const dealt = dealPartitions(
          memberIds.map((id) => member(id, ['x', 'y'])),
          partitions,
        );
        const shares = memberIds.map((id) => dealt.get(id) ?? []);
        const names = shares.flat().map(({ topic, partition }) => `${topic}${partition}`);
        expect(names.sort()).toEqual(partitions.map((at) => `${at.topic}${at.partition}`).sort());
        const sizes = shares.map(({ length }) => length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        const reversed = memberIds.toReversed().map((id) => member(id, ['x', 'y']));
        expect(dealPartitions(reversed, partitions)).toEqual(dealt);
      }),
    );
  });
});

test('a share comes back as it was sent; nothing sent is no share', () => {
  const share = [...partitionsOf('told.changes', 3), { topic: 'other', partition: 7 }];
  expect(decodeShare(encodeShare(share))).toEqual(share);
  expect(decodeShare(Buffer.alloc(0))).toEqual([]);
});
