/**
 * A value of JSON as RFC 8785 writes it, nulls left out: a field that is null and one that is missing are the same to an agency. That is JSON.stringify
 * of a copy whose members come in order, for text that is well-formed and numbers that are finite; JSON has no others, and no name here is a number, which an
 * object would put first.
 */
export const canonicalText = (value: unknown): string => JSON.stringify(arrange(value));

function arrange(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(arrange);
  const told = value as Readonly<Record<string, unknown>>;
  const arranged: Record<string, unknown> = {};
  for (const name of Object.keys(told).sort()) {
    const field = told[name];
    if (field !== null && field !== undefined) arranged[name] = arrange(field);
  }
  return arranged;
}
