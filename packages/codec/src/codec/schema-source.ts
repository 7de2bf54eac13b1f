import type { AvroSchema } from '../avro/compile-types.ts';

/** Where schema ids come from: a registry, or one process's own table. */
export interface SchemaSource {
  /** Id of a schema under a subject. Rejects with `schema-not-registered` or `registry-unavailable`. */
  idOf(subject: string, schema: AvroSchema): Promise<number>;
  /** Schema of an id. Rejects with `unknown-schema` or `registry-unavailable`. */
  schemaOf(id: number): Promise<AvroSchema>;
}
