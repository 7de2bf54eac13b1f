import type { FactFields } from '@told/agreements';
import { FACTS, jsonSchemaFor, type NamedTypes } from '@told/codec';

/** Fact → its fields, from the schemas: what an agreement file may name. */
export const knownFacts: FactFields = Object.fromEntries(
  FACTS.map((fact) => {
    const type = `${fact.charAt(0).toUpperCase()}${fact.slice(1)}` as keyof NamedTypes;
    const { properties } = jsonSchemaFor(type) as { readonly properties: object };
    return [fact, Object.keys(properties)];
  }),
);
