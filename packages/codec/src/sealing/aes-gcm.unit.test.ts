import { describe, expect, test } from '@jest/globals';
import { decipher, encipher, TAG_BYTES } from './aes-gcm.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const NOTHING = Buffer.alloc(0);
const LONG_KEY = 'feffe9928665731c6d6a8f9467308308'.repeat(2);
const LONG_NONCE = 'cafebabefacedbaddecaf888';
const LONG_TEXT =
  'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39';
const LONG_CIPHER =
  '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662';

// Cases 13, 14 and 16 of "The Galois/Counter Mode of Operation", as submitted to NIST.
const KNOWN = [
  {
    ...{ key: '00'.repeat(32), nonce: '00'.repeat(12), bound: '', text: '', enciphered: '' },
    tag: '530f8afbc74536b9a963b4f1c4cb738b',
  },
  {
    ...{ key: '00'.repeat(32), nonce: '00'.repeat(12), bound: '', text: '00'.repeat(16) },
    enciphered: 'cea7403d4d606b6e074ec5d3baf39d18',
    tag: 'd0d1c8a799996bf0265b98b5d48ab919',
  },
  {
    ...{ key: LONG_KEY, nonce: LONG_NONCE, text: LONG_TEXT, enciphered: LONG_CIPHER },
    bound: 'feedfacedeadbeeffeedfacedeadbeefabaddad2',
    tag: '76fc6ece0f4e1768cddf8853bb2d551b',
  },
];

describe.each(KNOWN)('the known answer with the tag $tag', (known) => {
  const sealing = { key: hex(known.key), nonce: hex(known.nonce), bound: hex(known.bound) };
  const text = hex(known.text);
  const whole = hex(known.enciphered + known.tag);

  test('is what is written', () => {
    const target = Buffer.alloc(text.length + TAG_BYTES);
    encipher(sealing, text, target, 0);
    expect(target.toString('hex')).toBe(whole.toString('hex'));
  });

  test('is read, and not with another tag or bound to something else', () => {
    const target = Buffer.alloc(text.length);
    expect(decipher(sealing, whole, target, 0)).toBe(true);
    expect(target).toEqual(text);
    const wrong = Buffer.from(whole);
    wrong[wrong.length - 1] = (wrong.at(-1) ?? 0) ^ 1;
    expect(decipher(sealing, wrong, target, 0)).toBe(false);
    expect(decipher({ ...sealing, bound: Buffer.from('x') }, whole, target, 0)).toBe(false);
    expect(decipher({ ...sealing, bound: NOTHING }, whole, target, 0)).toBe(known.bound === '');
  });
});
