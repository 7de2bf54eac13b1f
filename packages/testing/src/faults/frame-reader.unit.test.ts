import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createFrameReader } from './frame-reader.ts';

const frameOf = (body: Uint8Array): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length);
  return Buffer.concat([length, body]);
};

describe('createFrameReader', () => {
  test('finds the same frames however the stream is cut up, and keeps what is not whole', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 }),
        fc.uint8Array({ maxLength: 3 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 17 })),
        (bodies, tail, sizes) => {
          const frames = bodies.map(frameOf);
          const stream = Buffer.concat([...frames, tail]);
          const reader = createFrameReader();
          const found: Buffer[] = [];
          for (let at = 0; at < stream.length; ) {
            const size = sizes.next().value;
            found.push(...reader.push(stream.subarray(at, at + size)));
            at += size;
          }
          expect(found).toEqual(frames);
          expect(reader.rest()).toEqual(Buffer.from(tail));
        },
      ),
    );
  });

  test.each([-1, 32 * 1024 * 1024 + 1, 0x47455420])('refuses a length of %d', (length) => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(length);
    expect(() => createFrameReader().push(bytes)).toThrow(RangeError);
  });
});
