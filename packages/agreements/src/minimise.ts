/** Kinds of fact → their fields, null when not told: the body of a change. */
type Body = Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;

/** Dotted names (`income.netPence`) of what the body tells about the fact, in the body's order; nothing told, nothing named. */
export function fieldsOf(fact: string, body: object): readonly string[] {
  const told = (body as Body)[fact];
  if (told === null || told === undefined) return [];
  return Object.keys(told)
    .filter((name) => told[name] !== null && told[name] !== undefined)
    .map((name) => `${fact}.${name}`);
}

/**
 * The body with the allowed fields only: every other field is null, and a fact of which nothing is left is null.
 * `fields` are dotted names. Shapes stay as they were, so the result encodes under the same schema.
 */
export function minimise<B extends object>(body: B, fields: readonly string[]): B {
  const allowed = new Set(fields);
  const least: Record<string, Record<string, unknown> | null> = {};
  for (const [fact, told] of Object.entries(body as Body)) {
    least[fact] = told === null ? null : keepAllowed(fact, told, allowed);
  }
  return least as B;
}

function keepAllowed(
  fact: string,
  told: Readonly<Record<string, unknown>>,
  allowed: ReadonlySet<string>,
): Record<string, unknown> | null {
  const kept: Record<string, unknown> = {};
  let isEmpty = true;
  for (const name of Object.keys(told)) {
    const isKept = allowed.has(`${fact}.${name}`) && told[name] !== undefined;
    kept[name] = isKept ? told[name] : null;
    if (kept[name] !== null) isEmpty = false;
  }
  return isEmpty ? null : kept;
}
