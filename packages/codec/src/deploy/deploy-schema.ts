import type { AvroSchema } from '../avro/compile-types.ts';
import { CodecError } from '../errors.ts';
import { findRecordBreaks } from '../evolution/find-record-breaks.ts';
import type { RecordSchema } from '../generate/schema-model.ts';
import { subjectList } from '../generated/subjects.ts';
import { type AskRegistry, connectTo } from './ask-registry.ts';

export interface WantedSchema {
  readonly subject: string;
  readonly schema: AvroSchema;
}

/**
 * Registers one schema, and resolves with its id in this registry. First the level of its subject, so that no version is ever
 * taken without being judged: registries differ in what a subject without one answers. Then, unless the subject has the
 * schema, our own rules against every version, since registries differ in what they let through, too. Rejects with
 * `schema-incompatible` (subject and rule, or the registry's own words), `schema-refused`, or a retryable `registry-unavailable`.
 */
export async function deploySchema(
  registryUrl: string,
  { subject, schema }: WantedSchema,
): Promise<number> {
  const ask = connectTo(registryUrl, subject);
  const name = encodeURIComponent(subject);
  await ask('PUT', `/config/${name}`, { compatibility: subjectList.compatibility });
  const body = { schema: JSON.stringify(schema) };
  const known = await ask('POST', `/subjects/${name}`, body, { absent: true });
  if (known !== undefined) return (known as { id: number }).id;
  await refuseBreaks(ask, { subject, schema });
  return ((await ask('POST', `/subjects/${name}/versions`, body)) as { id: number }).id;
}

async function refuseBreaks(ask: AskRegistry, { subject, schema }: WantedSchema): Promise<void> {
  const path = `/subjects/${encodeURIComponent(subject)}/versions`;
  const versions = ((await ask('GET', path, undefined, { absent: true })) ?? []) as number[];
  const earlier: { readonly name: string; readonly record: RecordSchema }[] = [];
  for (const version of versions) {
    const { schema: text } = (await ask('GET', `${path}/${version}`)) as { schema: string };
    const record = readRecord(text);
    if (record === undefined) throw refused(subject, `it is no record in version ${version}`);
    earlier.push({ name: String(version), record });
  }
  const [first] = findRecordBreaks(schema as unknown as RecordSchema, earlier);
  if (first === undefined) return;
  const { rule, path: field, says } = first.found;
  const against = first.version === undefined ? '' : ` since version ${first.version}`;
  throw refused(subject, `${field}: ${says}${against} (${rule})`);
}

const refused = (subject: string, rule: string): CodecError =>
  new CodecError('schema-incompatible', { subject, rule });

/** Undefined for what somebody else has put under our subject: another kind of schema, or of Avro type. */
function readRecord(text: string): RecordSchema | undefined {
  try {
    const schema = JSON.parse(text) as RecordSchema;
    return schema.type === 'record' ? schema : undefined;
  } catch {
    return undefined; // not JSON is an answer too
  }
}
