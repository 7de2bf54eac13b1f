type Schema = Readonly<Record<string, unknown>>;

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const made = new Set<string>();

/** The same value, with a text in place of each free text of it that no other value has: found in any bytes, it came from there. */
export function markTexts(schema: unknown, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (Array.isArray(schema)) return markTexts(schema[1], value);
  if (typeof schema === 'string') return schema === 'string' ? markText(undefined) : value;
  const node = schema as Schema;
  if (node['type'] === 'record') {
    const fields = node['fields'] as readonly { readonly name: string; readonly type: unknown }[];
    const record = value as Readonly<Record<string, unknown>>;
    return Object.fromEntries(
      fields.map(({ name, type }) => [name, markTexts(type, record[name])]),
    );
  }
  if (node['type'] === 'array') {
    return (value as readonly unknown[]).map((one) => markTexts(node['items'], one));
  }
  const isFree = node['type'] === 'string' && !node['values'] && !node['logicalType'];
  return isFree ? markText(node['pattern'] as string | undefined) : value;
}

function markText(pattern: string | undefined): string {
  const digits = String(made.size + 1).padStart(8, '0');
  const letters = [...digits].map((digit) => LETTERS[Number(digit)]).join('');
  if (pattern === undefined) return `mark-${digits}`;
  const candidates = [
    `8888${digits}`,
    `Mark${letters}`,
    `${digits}${'feed'.repeat(6)}`,
    `${letters.slice(2, 4)}${digits[4]}${letters[5]} ${digits[6]}Z${letters[7]}`,
  ];
  const fitting = candidates.find((text) => new RegExp(pattern, 'u').test(text));
  if (fitting === undefined) throw new TypeError(`no mark fits ${pattern}`);
  made.add(fitting);
  return fitting;
}

/** The marks in a value. */
export function marksIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return made.has(value) ? [value] : [];
  return Array.isArray(value) ? value.flatMap(marksIn) : [];
}
