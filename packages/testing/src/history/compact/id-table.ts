import { createWordTable } from './word-table.ts';

/** Ids and the numbers they got, from 0 in the order in which they came. */
export interface IdTable {
  readonly size: number;
  /** The number of this id, which is `size` before the call when it is new. */
  add(id: string): number;
  find(id: string): number | undefined;
  idOf(index: number): string;
}

type FourWords = readonly [number, number, number, number];

/** UUIDs in lower case are kept as their 16 bytes; any other text, such as a case reference, as it is. */
export function createIdTable(): IdTable {
  const words = createWordTable();
  const others = new Map<string, number>();
  const texts: string[] = [];
  return {
    get size() {
      return words.size;
    },
    add(id) {
      const uuid = readUuid(id);
      if (uuid !== undefined) return words.add(...uuid);
      const known = others.get(id);
      if (known !== undefined) return known;
      // A place among the UUIDs that none of them can have: their first word is never 0.
      const index = words.add(0, 0, 0, texts.push(id) - 1);
      others.set(id, index);
      return index;
    },
    find(id) {
      const uuid = readUuid(id);
      return uuid === undefined ? others.get(id) : words.find(...uuid);
    },
    idOf(index) {
      const read = [0, 1, 2, 3].map((place) => words.word(index, place as 0 | 1 | 2 | 3));
      return read[0] === 0 ? (texts[read[3] as number] as string) : writeUuid(read);
    },
  };
}

const UUID_LENGTH = 36;
const HYPHENS = [8, 13, 18, 23];

/** Undefined for what is no UUID in lower case with hyphens, and for one that begins with eight zeros. */
function readUuid(id: string): FourWords | undefined {
  if (id.length !== UUID_LENGTH) return undefined;
  const words: [number, number, number, number] = [0, 0, 0, 0];
  let digits = 0;
  for (let at = 0; at < UUID_LENGTH; at += 1) {
    const code = id.charCodeAt(at);
    if (HYPHENS.includes(at)) {
      if (code !== 0x2d) return undefined;
      continue;
    }
    const digit = code <= 0x39 ? code - 0x30 : code >= 0x61 && code <= 0x66 ? code - 0x57 : -1;
    if (digit < 0) return undefined;
    const word = digits >> 3;
    words[word] = ((words[word] as number) << 4) | digit;
    digits += 1;
  }
  return words[0] === 0 ? undefined : words;
}

function writeUuid(words: readonly number[]): string {
  const hex = words.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
