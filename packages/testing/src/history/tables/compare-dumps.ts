import fs from 'node:fs';
import readline from 'node:readline';
import type { DumpedTable } from './dump-tables.ts';

export interface ComparedTable {
  /** `service/table`. */
  readonly name: string;
  readonly rows: number;
  readonly otherRows: number;
  /** SHA-256, hex, of the first one's rows. */
  readonly digest: string;
  readonly isEqual: boolean;
  /** Key of the first row that differs, as JSON: the first that only one of the two has, or that they hold differently. */
  readonly firstDifferent: string | null;
}

/** Holds the dumps of two areas against each other, byte for byte. */
export async function compareDumps(
  one: readonly DumpedTable[],
  other: readonly DumpedTable[],
): Promise<readonly ComparedTable[]> {
  const [left, right] = [byName(one), byName(other)];
  const compared: ComparedTable[] = [];
  for (const name of new Set([...left.keys(), ...right.keys()])) {
    const [mine, theirs] = [left.get(name), right.get(name)];
    const isEqual = mine !== undefined && mine.digest === theirs?.digest;
    compared.push({
      name,
      rows: mine?.rows ?? 0,
      otherRows: theirs?.rows ?? 0,
      digest: (mine ?? theirs)?.digest ?? '',
      isEqual,
      firstDifferent: isEqual ? null : await findFirstDifferent(mine?.file, theirs?.file),
    });
  }
  return compared;
}

const byName = (tables: readonly DumpedTable[]): ReadonlyMap<string, DumpedTable> =>
  new Map(tables.map((table) => [table.name, table]));

async function findFirstDifferent(
  file: string | undefined,
  twin: string | undefined,
): Promise<string> {
  const [left, right] = [readLines(file), readLines(twin)];
  try {
    for (;;) {
      const [mine, theirs] = [(await left.next()).value, (await right.next()).value];
      if (mine === theirs && mine !== undefined) continue;
      return leastKey(mine, theirs);
    }
  } finally {
    await Promise.all([left.return?.(), right.return?.()]);
  }
}

function readLines(file: string | undefined): AsyncIterator<string> {
  if (file === undefined) return noLines();
  const input = fs.createReadStream(file);
  return readline.createInterface({ input })[Symbol.asyncIterator]();
}

async function* noLines(): AsyncGenerator<string> {}

/** Both files are sorted: the lower key is the one that the other does not have. */
function leastKey(mine: string | undefined, theirs: string | undefined): string {
  const keys = [mine, theirs]
    .filter((line) => line !== undefined)
    .map((line) => line.slice(0, line.indexOf('\t')));
  return keys.sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)))[0] ?? '';
}
