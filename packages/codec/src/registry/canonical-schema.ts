import { createHash } from 'node:crypto';
import { compileBare } from '../avro/compile-types.ts';
import { RegistryProblem } from './registry-problem.ts';

export interface CanonicalSchema {
  readonly text: string;
  /** SHA-256 over JSON with sorted keys: spaces and order of keys do not make another schema. */
  readonly digest: Buffer;
}

/** Reads the body of a registration. Throws RegistryProblem 42201 for what is not one complete Avro schema. */
export function parseSchemaBody(body: unknown): CanonicalSchema {
  const {
    schema,
    schemaType = 'AVRO',
    references = [],
  } = (body ?? {}) as {
    schema?: unknown;
    schemaType?: unknown;
    references?: unknown;
  };
  if (schemaType !== 'AVRO') throw new RegistryProblem(42201, 'only schemaType AVRO is kept here');
  if (!Array.isArray(references) || references.length > 0) {
    throw new RegistryProblem(
      42201,
      'a schema is complete in itself: references are not kept here',
    );
  }
  if (typeof schema !== 'string') throw new RegistryProblem(42201, 'schema must be a text');
  return {
    text: schema,
    digest: createHash('sha256')
      .update(canonicalJson(parse(schema)))
      .digest(),
  };
}

function parse(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    compileBare(parsed as never);
    return parsed;
  } catch (error) {
    throw new RegistryProblem(42201, `not a valid Avro schema: ${(error as Error).message}`);
  }
}

/** The same for values that differ in the order of their keys alone. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
