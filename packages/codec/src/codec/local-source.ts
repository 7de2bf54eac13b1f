import type { AvroSchema } from '../avro/compile-types.ts';
import { CodecError } from '../errors.ts';
import type { SchemaSource } from './schema-source.ts';

/** Ids given out by the process itself, for programs and tests without a registry. Its records are no use to others. */
export function createLocalSource(): SchemaSource {
  const schemas: AvroSchema[] = [];
  return {
    async idOf(_subject, schema) {
      const known = schemas.indexOf(schema);
      return known >= 0 ? known + 1 : schemas.push(schema);
    },
    async schemaOf(id) {
      const schema = schemas[id - 1];
      if (!schema) throw new CodecError('unknown-schema', { schemaId: id });
      return schema;
    },
  };
}
