import type { Band, BandTable } from './ctr-rates.ts';

/**
 * The band of a weekly amount in whole pence, or null where the council's table could not be read so
 * far: no band is ever continued by guess.
 */
export function findBand(table: BandTable, pence: number): Band | null {
  return (
    Object.values(table).find(
      ({ from, to }) => pence >= from && (to === undefined || pence <= to),
    ) ?? null
  );
}

/** The band of the poorest: no household can be in a better one. */
export function findHighestBand(table: BandTable): Band | null {
  return Object.values(table).find(({ from }) => from === 0) ?? null;
}
