/** A ledger that goes on after one that could not has the same id with a number behind it: `told.example/area`, `told.example/area/2`. */
export const nameLedger = (base: string, generation: number): string =>
  generation === 1 ? base : `${base}/${generation}`;

/** Which of the ledgers of this name it is, from 1; undefined for another's. */
export function generationOf(id: string, base: string): number | undefined {
  if (id === base) return 1;
  const number = id.startsWith(`${base}/`) ? id.slice(base.length + 1) : '';
  return /^(?:[2-9]|[1-9]\d{1,4})$/.test(number) ? Number(number) : undefined;
}
