import { endianness } from 'node:os';

/** Castagnoli's polynomial with its bits reversed (RFC 3720, appendix B.4), as Kafka's record batches use it. */
const POLYNOMIAL = 0x82f63b78;
/** Sixteen bytes a step, each through a table of its own ("slicing by 16", Kounavis and Berry, 2005). */
const SLICES = 16;
const TABLES = Array.from({ length: SLICES }, () => new Int32Array(256));
for (let byte = 0; byte < 256; byte += 1) {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
  (TABLES[0] as Int32Array)[byte] = crc;
}
for (let slice = 1; slice < SLICES; slice += 1)
  for (let byte = 0; byte < 256; byte += 1) {
    const before = TABLES[slice - 1]?.[byte] ?? 0;
    (TABLES[slice] as Int32Array)[byte] = (before >>> 8) ^ (TABLES[0]?.[before & 255] ?? 0);
  }
const [T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, T15] =
  TABLES as unknown as Sixteen<Int32Array>;
type Sixteen<T> = [T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T];

const CAN_READ_WORDS = endianness() === 'LE';
const WORD_BYTES = 4;
const WORDS_A_STEP = 4;

/** CRC-32C of the bytes from `from` on. A third of the time of a loop over bytes: it is what encoding a batch takes longest for. */
export function crc32c(bytes: Uint8Array, from = 0): number {
  let crc = -1;
  let at = from;
  const stepByte = (): void => {
    crc = (crc >>> 8) ^ at8(T0, crc ^ (bytes[at] as number));
    at += 1;
  };
  while (at < bytes.length && (bytes.byteOffset + at) % WORD_BYTES !== 0) stepByte();
  const count = (bytes.length - at) >> 2;
  if (CAN_READ_WORDS && count >= WORDS_A_STEP) {
    const words = new Int32Array(
      bytes.buffer,
      bytes.byteOffset + at,
      count - (count % WORDS_A_STEP),
    );
    crc = stepWords(crc, words);
    at += words.byteLength;
  }
  while (at < bytes.length) stepByte();
  return ~crc >>> 0;
}

function stepWords(start: number, words: Int32Array): number {
  let crc = start;
  for (let at = 0; at < words.length; at += WORDS_A_STEP) {
    const a = crc ^ (words[at] as number);
    const b = words[at + 1] as number;
    const c = words[at + 2] as number;
    const d = words[at + 3] as number;
    crc =
      at8(T15, a) ^
      at8(T14, a >>> 8) ^
      at8(T13, a >>> 16) ^
      at8(T12, a >>> 24) ^
      at8(T11, b) ^
      at8(T10, b >>> 8) ^
      at8(T9, b >>> 16) ^
      at8(T8, b >>> 24) ^
      at8(T7, c) ^
      at8(T6, c >>> 8) ^
      at8(T5, c >>> 16) ^
      at8(T4, c >>> 24) ^
      at8(T3, d) ^
      at8(T2, d >>> 8) ^
      at8(T1, d >>> 16) ^
      at8(T0, d >>> 24);
  }
  return crc;
}

const at8 = (table: Int32Array, byte: number): number => table[byte & 255] as number;
