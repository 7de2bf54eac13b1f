import { FACTS, type Fact, type NamedTypes } from './generated/types.ts';
import { jsonSchemaFor } from './json-schema-for.ts';

/** Facts that tell of births and deaths: with them `dutyDischarged` may travel, and an agreement gives it as one more field. */
export const DUTY_FACTS: readonly Fact[] = ['household', 'death'];

/** Fact → the names of its fields, from the schemas: `income` → `who`, `kind`, …; what an agreement may give. */
export const factFields: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  FACTS.map((fact) => {
    const type = `${fact.charAt(0).toUpperCase()}${fact.slice(1)}` as keyof NamedTypes;
    const { properties } = jsonSchemaFor(type) as { readonly properties: object };
    const duty = DUTY_FACTS.includes(fact) ? ['dutyDischarged'] : [];
    return [fact, [...Object.keys(properties), ...duty]];
  }),
);
