/** A set of four 32-bit words each, numbered from 0 in the order in which they came: 24 to 32 bytes an entry, nothing for the collector to follow. */
export interface WordTable {
  readonly size: number;
  /** The number of this entry, which is `size` before the call when it is new. */
  add(first: number, second: number, third: number, fourth: number): number;
  find(first: number, second: number, third: number, fourth: number): number | undefined;
  word(index: number, place: 0 | 1 | 2 | 3): number;
}

const WORDS = 4;
const SLOTS_FIRST = 2_048;
/** Open addressing with one step between probes: beyond this share of full slots the runs get long. */
const FILLED_MAX = 0.6;

export function createWordTable(): WordTable {
  let words = new Int32Array((SLOTS_FIRST / 2) * WORDS);
  /** Entry number + 1; 0 is free. */
  let slots = new Int32Array(SLOTS_FIRST);
  let size = 0;

  const isAt = (index: number, a: number, b: number, c: number, d: number): boolean => {
    const at = index * WORDS;
    return words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d;
  };
  /** The slot of the entry, or the free one where it belongs. */
  const locate = (a: number, b: number, c: number, d: number): number => {
    const mask = slots.length - 1;
    let slot = mix(a, b, c, d) & mask;
    for (;;) {
      const entry = slots[slot] as number;
      if (entry === 0 || isAt(entry - 1, a, b, c, d)) return slot;
      slot = (slot + 1) & mask;
    }
  };
  const grow = (): void => {
    slots = new Int32Array(2 * slots.length);
    for (let index = 0; index < size; index += 1) {
      const at = index * WORDS;
      const [a, b, c, d] = words.subarray(at, at + WORDS) as unknown as FourWords;
      slots[locate(a, b, c, d)] = index + 1;
    }
  };

  return {
    get size() {
      return size;
    },
    add(first, second, third, fourth) {
      const entry: FourWords = [first | 0, second | 0, third | 0, fourth | 0];
      const slot = locate(...entry);
      const known = slots[slot] as number;
      if (known !== 0) return known - 1;
      if ((size + 1) * WORDS > words.length) {
        const grown = new Int32Array(2 * words.length);
        grown.set(words);
        words = grown;
      }
      words.set(entry, size * WORDS);
      size += 1;
      slots[slot] = size;
      if (size > slots.length * FILLED_MAX) grow();
      return size - 1;
    },
    find(first, second, third, fourth) {
      const known = slots[locate(first | 0, second | 0, third | 0, fourth | 0)] as number;
      return known === 0 ? undefined : known - 1;
    },
    word: (index, place) => words[index * WORDS + place] as number,
  };
}

type FourWords = [number, number, number, number];

/** Names made by hashing need no mixing; small numbers in pairs do. Constants: murmur3's finaliser (A. Appleby, public domain). */
function mix(a: number, b: number, c: number, d: number): number {
  let hash = a;
  for (const word of [b, c, d]) {
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) ^ word;
  }
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
