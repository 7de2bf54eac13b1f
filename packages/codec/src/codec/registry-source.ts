import { SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import type { AvroSchema } from '../avro/compile-types.ts';
import { CodecError } from '../errors.ts';
import type { SchemaSource } from './schema-source.ts';

/** A Confluent-compatible registry, asked through the kept client library; its types and errors end here. */
export function createRegistrySource(options: {
  readonly registryUrl: string;
  readonly fetchTimeoutMs: number;
}): SchemaSource {
  const { registryUrl, fetchTimeoutMs } = options;
  const registry = new SchemaRegistry({
    host: registryUrl.replace(/\/+$/, ''),
    clientId: 'told',
    retry: { retries: 1, initialRetryTimeInSecs: 0.05, maxRetryTimeInSecs: 1 },
    middlewares: [() => ({ request: (request) => request.enhance({ timeout: fetchTimeoutMs }) })],
  });
  return {
    async idOf(subject, schema) {
      try {
        const text = JSON.stringify(schema);
        return await registry.getRegistryIdBySchema(subject, {
          type: SchemaType.AVRO,
          schema: text,
        });
      } catch (error) {
        if (isNotFound(error)) throw new CodecError('schema-not-registered', { subject }, error);
        throw new CodecError('registry-unavailable', { registryUrl: hostOf(registryUrl) }, error);
      }
    },
    async schemaOf(id) {
      try {
        const type = await registry.getSchema(id);
        return JSON.parse(JSON.stringify(type)) as AvroSchema;
      } catch (error) {
        if (isNotFound(error)) throw new CodecError('unknown-schema', { schemaId: id }, error);
        throw new CodecError('registry-unavailable', { registryUrl: hostOf(registryUrl) }, error);
      }
    },
  };
}

/** The client gives a 404 of one call as it is, and that of the other as its base error without a status. */
function isNotFound(error: unknown): boolean {
  const { status, name } = error as { status?: number; name?: string };
  return status === 404 || name === 'ConfluentSchemaRegistryError';
}

/** Without the credentials that a URL may carry. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'unparseable';
}
