/** Numbers by index, 0 where nothing was written; grows as it is written to. */
export interface Column {
  get(index: number): number;
  set(index: number, value: number): void;
}

type Numbers = Float64Array | Int32Array | Uint8Array;

const LENGTH_FIRST = 1_024;

/** Whole numbers and instants up to 2^53. */
export const createNumbers = (): Column => createColumn((length) => new Float64Array(length));

/** Indexes and small counts. */
export const createIndexes = (): Column => createColumn((length) => new Int32Array(length));

export interface Flags {
  has(index: number, flag: number): boolean;
  add(index: number, flag: number): void;
}

/** Up to eight flags (1, 2, 4 …) by index. */
export function createFlags(): Flags {
  const column = createColumn((length) => new Uint8Array(length));
  return {
    has: (index, flag) => (column.get(index) & flag) !== 0,
    add: (index, flag) => column.set(index, column.get(index) | flag),
  };
}

function createColumn(make: (length: number) => Numbers): Column {
  let values = make(LENGTH_FIRST);
  return {
    get: (index) => values[index] ?? 0,
    set(index, value) {
      if (index >= values.length) {
        const grown = make(Math.max(index + 1, 2 * values.length));
        grown.set(values);
        values = grown;
      }
      values[index] = value;
    },
  };
}
