/**
 * How long what is given may be kept, by retention class, in days. Our own reading, not law: six years after the year in which a benefit case
 * ends, since debts can be claimed that long (Limitation Act 1980 s.9); a year for what only saves a person filling in a form.
 */
export const RETENTION_DAYS: ReadonlyMap<string, number> = new Map([
  ['benefit-case', 7 * 365 + 2],
  ['optional-service', 365],
]);
