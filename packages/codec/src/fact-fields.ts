import { FACTS, type NamedTypes } from './generated/types.ts';
import { jsonSchemaFor } from './json-schema-for.ts';

/** Fact → the names of its fields, from the schemas: `income` → `who`, `kind`, …; what an agreement may give. */
export const factFields: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  FACTS.map((fact) => {
    const type = `${fact.charAt(0).toUpperCase()}${fact.slice(1)}` as keyof NamedTypes;
    const { properties } = jsonSchemaFor(type) as { readonly properties: object };
    return [fact, Object.keys(properties)];
  }),
);
