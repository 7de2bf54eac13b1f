type JsonSchema = Readonly<Record<string, unknown>>;

/** A value that its schema allows, with every field it may have: what was left out has the schema's default, else null. */
export function completeJson(schema: JsonSchema, value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = schema['items'] as JsonSchema | undefined;
    return items === undefined ? value : value.map((item) => completeJson(items, item));
  }
  const properties = schema['properties'] as Readonly<Record<string, JsonSchema>> | undefined;
  if (typeof value !== 'object' || value === null || properties === undefined) return value;
  const told = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(properties).map(([name, part]) => [
      name,
      completeJson(part, told[name] ?? part['default'] ?? null),
    ]),
  );
}
