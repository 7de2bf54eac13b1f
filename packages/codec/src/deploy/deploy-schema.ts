import type { AvroSchema } from '../avro/compile-types.ts';
import { CodecError } from '../errors.ts';
import { findRecordBreaks, type RecordVersion } from '../evolution/find-record-breaks.ts';
import type { RecordSchema } from '../generate/schema-model.ts';
import { subjectList } from '../generated/subjects.ts';
import { canonicalJson } from '../registry/canonical-schema.ts';
import { type Absent, type AskRegistry, connectTo } from './ask-registry.ts';

/** Confluent's code: nothing was ever registered there, so that there is nothing to follow. */
const SUBJECT_NOT_FOUND = 40_401;

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
export async function deploySchema(registryUrl: string, wanted: WantedSchema): Promise<number> {
  const { subject, schema } = wanted;
  const ask = connectTo(registryUrl, subject);
  const path = `/subjects/${encodeURIComponent(subject)}`;
  await ask('PUT', `/config/${encodeURIComponent(subject)}`, {
    compatibility: subjectList.compatibility,
  });
  const body = { schema: JSON.stringify(schema) };
  const known = (await ask('POST', path, body, { be: 'absent' })) as Version | Absent;
  // What one registry takes for the same, as with other words in a closed list, is another schema to us.
  if ('schema' in known && isSame(known.schema, schema)) return known.id;
  if (!('absent' in known) || known.absent !== SUBJECT_NOT_FOUND) await refuseBreaks(ask, wanted);
  return ((await ask('POST', `${path}/versions`, body)) as Version).id;
}

const isSame = (text: string, schema: AvroSchema): boolean =>
  canonicalJson(JSON.parse(text)) === canonicalJson(schema);

interface Version {
  readonly id: number;
  readonly schema: string;
}

async function refuseBreaks(ask: AskRegistry, { subject, schema }: WantedSchema): Promise<void> {
  const path = `/subjects/${encodeURIComponent(subject)}/versions`;
  const versions = (await ask('GET', path, undefined, { be: 'absent' })) as number[] | Absent;
  const earlier: RecordVersion[] = [];
  for (const version of 'absent' in versions ? [] : versions) {
    const { id } = (await ask('GET', `${path}/${version}`)) as Version;
    // By its id, as it was registered: a version may be told back without the attributes that Avro does not know.
    const record = (await ask('GET', `/schemas/ids/${id}/schema`)) as RecordSchema | null;
    // Somebody else's, of another Avro type or no Avro at all, is not to be followed.
    if (record?.type !== 'record') throw refused(subject, `it is no record in version ${version}`);
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
