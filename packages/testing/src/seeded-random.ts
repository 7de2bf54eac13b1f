/** A source of randomness that gives the same numbers for the same seed, everywhere. */
export interface SeededRandom {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number;
  pick<T>(items: readonly [T, ...T[]]): T;
  /** True with this probability. */
  chance(probability: number): boolean;
}

const TWO_32 = 2 ** 32;

/** mulberry32 (Tommy Ettinger, public domain): 32 bits of state are plenty for test data, and no secret depends on it. */
export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / TWO_32;
  };
  const integer = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    integer,
    pick: (items) => items[integer(0, items.length - 1)] as (typeof items)[number],
    chance: (probability) => next() < probability,
  };
}

/** A source of its own for one place, such as a household: what is drawn elsewhere, and how much, changes nothing here. */
export const createRandomAt = (seed: number, ...places: readonly number[]): SeededRandom =>
  createSeededRandom(hashPlaces(seed, places));

/** One number from 0 up to, not including, 1, that the seed and the place alone decide. */
export const drawAt = (seed: number, ...places: readonly number[]): number =>
  hashPlaces(seed, places) / TWO_32;

/** A number for a name, to tell the draws made for one purpose from those for another: FNV-1a over its code units. */
export function hashName(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}

/** MurmurHash3's finaliser (Austin Appleby, public domain) after each place: neighbours have nothing in common. */
function hashPlaces(seed: number, places: readonly number[]): number {
  let hash = seed ^ 0x9e3779b9;
  for (const place of places) {
    hash = Math.imul(hash ^ place, 0x85ebca6b) + 0x6d2b79f5;
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash >>> 0;
}
