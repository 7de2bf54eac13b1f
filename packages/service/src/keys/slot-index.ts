/** Half full at most, so that a search looks at one or two places. */
const SPACE = 2;
const PLACES_MIN = 1 << 10;
/**
 * Which slots of a key file are a person's: 16 MB for a million people, since it keeps numbers of slots alone, and whoever searches looks at
 * the slots themselves.
 */
export interface SlotIndex {
  add(hash: number, slot: number): void;
  /** Slots that may be the person's, oldest first; among them all that are. */
  find(hash: number): readonly number[];
}

/** A subject key is a keyed digest, or random: its first 32 bits are as good as a hash of it. */
export const hashOf = (subjectKey: string): number => Number.parseInt(subjectKey.slice(0, 8), 16);

export function createSlotIndex(): SlotIndex {
  // Slot 0 is the header, so that 0 says that a place is free.
  let places = new Uint32Array(PLACES_MIN);
  let hashes = new Uint32Array(PLACES_MIN);
  let count = 0;

  const put = (hash: number, slot: number): void => {
    let at = hash & (places.length - 1);
    while (places[at] !== 0) at = (at + 1) & (places.length - 1);
    places[at] = slot;
    hashes[at] = hash;
  };

  const grow = (): void => {
    const [oldPlaces, oldHashes] = [places, hashes];
    places = new Uint32Array(oldPlaces.length * 2);
    hashes = new Uint32Array(oldPlaces.length * 2);
    // From a free place on, so that slots of one person stay in their order.
    const from = oldPlaces.indexOf(0);
    for (let step = 0; step < oldPlaces.length; step += 1) {
      const at = (from + step) & (oldPlaces.length - 1);
      const slot = oldPlaces[at] as number;
      if (slot !== 0) put(oldHashes[at] as number, slot);
    }
  };

  return {
    add(hash, slot) {
      count += 1;
      if (count * SPACE > places.length) grow();
      put(hash, slot);
    },
    find(hash) {
      const found: number[] = [];
      for (let at = hash & (places.length - 1); ; at = (at + 1) & (places.length - 1)) {
        const slot = places[at] as number;
        if (slot === 0) return found;
        if (hashes[at] === hash) found.push(slot);
      }
    },
  };
}
