import { jsonSchemas } from './generated/json-schemas.ts';
import type { NamedTypes } from './generated/types.ts';

/** JSON Schema (draft 2020-12) of a named type, complete in itself; bytes are base64 text in JSON. */
export function jsonSchemaFor(name: keyof NamedTypes): Readonly<Record<string, unknown>> {
  return jsonSchemas[name];
}
