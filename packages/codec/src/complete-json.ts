type JsonSchema = Readonly<Record<string, unknown>>;
type Complete = (value: unknown) => unknown;

/** A schema's own, made once: to walk the schema again for each value took three times as long. */
const completers = new WeakMap<JsonSchema, Complete>();

/** A value that its schema allows, with every field it may have: what was left out has the schema's default, else null. */
export function completeJson(schema: JsonSchema, value: unknown): unknown {
  let complete = completers.get(schema);
  if (complete === undefined) {
    complete = createCompleter(schema);
    completers.set(schema, complete);
  }
  return complete(value);
}

function createCompleter(schema: JsonSchema): Complete {
  const items = schema['items'] as JsonSchema | undefined;
  const properties = schema['properties'] as Readonly<Record<string, JsonSchema>> | undefined;
  const completeItem = items && createCompleter(items);
  const fields = properties && Object.entries(properties).map(createField);
  return (value) => {
    if (Array.isArray(value)) return completeItem === undefined ? value : value.map(completeItem);
    if (typeof value !== 'object' || value === null || fields === undefined) return value;
    const told = value as Readonly<Record<string, unknown>>;
    const completed: Record<string, unknown> = {};
    for (const { name, otherwise, complete } of fields) {
      completed[name] = complete(told[name] ?? otherwise);
    }
    return completed;
  };
}

const createField = ([name, part]: readonly [string, JsonSchema]) => ({
  name,
  otherwise: part['default'] ?? null,
  complete: createCompleter(part),
});
