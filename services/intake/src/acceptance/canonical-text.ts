type JsonSchema = Readonly<Record<string, unknown>>;
type Write = (value: unknown) => string;

/**
 * A writer of values that this schema allows, each as RFC 8785 writes it, nulls left out: a field that is null and one that is missing are the
 * same to an agency. JSON.stringify writes texts and numbers as the RFC does, where text is well-formed and numbers are finite; JSON has no
 * others. The members of an object are put in order once, here.
 */
export function createCanonicalWriter(schema: JsonSchema): Write {
  const items = schema['items'] as JsonSchema | undefined;
  const properties = schema['properties'] as Readonly<Record<string, JsonSchema>> | undefined;
  if (items !== undefined) {
    const write = createCanonicalWriter(items);
    return (value) => (Array.isArray(value) ? `[${value.map(write).join()}]` : writeLeaf(value));
  }
  if (properties === undefined) return writeLeaf;
  const fields = Object.keys(properties)
    .sort()
    .map((name) => ({
      name,
      start: `${JSON.stringify(name)}:`,
      write: createCanonicalWriter(properties[name] as JsonSchema),
    }));
  return (value) => {
    if (typeof value !== 'object' || value === null) return writeLeaf(value);
    const told = value as Readonly<Record<string, unknown>>;
    let text = '';
    for (const { name, start, write } of fields) {
      const field = told[name];
      if (field === null || field === undefined) continue;
      text += text === '' ? start : `,${start}`;
      text += write(field);
    }
    return `{${text}}`;
  };
}

/** A schema that names no members has none: a text, a number, a truth value. */
function writeLeaf(value: unknown): string {
  if (typeof value === 'object' && value !== null)
    throw new TypeError('a schema names the members of its objects and the items of its lists');
  return JSON.stringify(value);
}
