import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { recordArbitrary } from '../../test/record-arbitrary.ts';
import { createLocalSource } from '../codec/local-source.ts';
import { openCodecFrom } from '../codec/open-codec.ts';
import { schemas } from '../generated/schemas.ts';
import { keyNumberOf, openBody, sealBody } from './seal-body.ts';

const USE = { subject: 'told.changes-body', schema: 'ChangeBody' } as const;
const PLACE = {
  subjectKey: '0123456789abcdef0123456789abcdef',
  changeId: '0191c2f0-6f5a-5c3e-9a41-000000000004',
};
const KEY = { keyNumber: 0xfedcba98, bytes: randomBytes(32) };
const bodies = recordArbitrary(schemas.ChangeBody);

async function sealSample() {
  const codec = await openCodecFrom(createLocalSource(), [USE]);
  const [body] = fc.sample(bodies, 1);
  const framed = codec.encoder('ChangeBody', USE.subject)(body as never);
  return { codec, framed, sealed: sealBody(framed, KEY, PLACE) };
}

test('a sealed body opens as it was, at its own place, with its own key', async () => {
  const codec = await openCodecFrom(createLocalSource(), [USE]);
  const encode = codec.encoder('ChangeBody', USE.subject);
  fc.assert(
    fc.property(bodies, (body) => {
      const framed = encode(body as never);
      const sealed = sealBody(framed, KEY, PLACE);
      expect(keyNumberOf(sealed)).toBe(KEY.keyNumber);
      expect(openBody(sealed, KEY.bytes, PLACE)).toEqual(framed);
    }),
    { numRuns: 50 },
  );
});

test.each([
  ['another person', { ...PLACE, subjectKey: 'f'.repeat(32) }, KEY.bytes],
  ['another change', { ...PLACE, changeId: PLACE.changeId.replace('4', '5') }, KEY.bytes],
  ['another key', PLACE, randomBytes(32)],
])('it does not open for %s', async (_, place, key) => {
  expect(openBody((await sealSample()).sealed, key, place)).toBeUndefined();
});

test('it does not open with any bit changed, cut anywhere, or followed by another', async () => {
  const { sealed } = await sealSample();
  fc.assert(
    fc.property(fc.nat(sealed.length * 8 - 1), (bit) => {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(openBody(changed, KEY.bytes, PLACE)).toBeUndefined();
    }),
  );
  for (let length = 0; length < sealed.length; length += 1)
    expect(openBody(sealed.subarray(0, length), KEY.bytes, PLACE)).toBeUndefined();
  expect(openBody(Buffer.concat([sealed, sealed]), KEY.bytes, PLACE)).toBeUndefined();
});

describe('told apart', () => {
  test('a body in clear names no key, and a sealed one is no framed record', async () => {
    const { codec, framed, sealed } = await sealSample();
    expect(keyNumberOf(framed)).toBeUndefined();
    expect(keyNumberOf(Buffer.alloc(0))).toBeUndefined();
    expect(await codec.decode('ChangeBody', [sealed])).toMatchObject([
      { ok: false, error: { code: 'undecodable' } },
    ]);
  });

  test('what is sealed twice is never the same', async () => {
    const { framed } = await sealSample();
    const sealed = Array.from({ length: 100 }, () => sealBody(framed, KEY, PLACE));
    // The nonce, and what was enciphered with it.
    const nonces = new Set(sealed.map((one) => one.toString('hex', 9, 21)));
    expect(nonces.size).toBe(100);
    expect(new Set(sealed.map((one) => one.toString('hex', 21))).size).toBe(100);
  });

  test('what is not framed is not sealed', () => {
    expect(() => sealBody(Buffer.from('Zzmark Lane 7'), KEY, PLACE)).toThrow(
      expect.objectContaining({ code: 'undecodable' }),
    );
  });
});
