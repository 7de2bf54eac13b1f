import type { RecordName } from './codec/open-codec.ts';
import { CodecError } from './errors.ts';
import { schemas } from './generated/schemas.ts';
import { subjectList } from './generated/subjects.ts';

export interface Registered {
  readonly subject: string;
  readonly schema: RecordName;
  readonly id: number;
}

const CONTENT_TYPE = 'application/vnd.schemaregistry.v1+json';
const REQUEST_TIMEOUT_MS = 10_000;

/** Who has topics of their own: `<agency>` in a topic's name stands for each agency, `<origin>` for each agency and service. */
export const nameTopics = (name: string, agencies: readonly string[]): readonly string[] => {
  if (name.includes('<agency>')) return agencies.map((one) => name.replace('<agency>', one));
  if (!name.includes('<origin>')) return [name];
  return [...subjectList.services, ...agencies].map((one) => name.replace('<origin>', one));
};

/** Every subject of a deployment: those of one agency's or service's topics once for each. */
export function listSubjects(
  agencies: readonly string[],
): readonly { readonly subject: string; readonly schema: RecordName }[] {
  return subjectList.subjects.flatMap(({ topic, subject, schema }) => {
    const names = nameTopics(subject ?? `${topic}-value`, agencies);
    return names.map((each) => ({ subject: each, schema }));
  });
}

/**
 * The deploy step: for every subject first its level, then its schema, so that no version is ever taken without being
 * judged. It may be repeated and run twice at once. Rejects with `schema-incompatible` (subject and the registry's own words),
 * `schema-refused`, or a retryable `registry-unavailable`.
 */
export async function registerSchemas(options: {
  readonly registryUrl: string;
  readonly agencies: readonly string[];
}): Promise<readonly Registered[]> {
  const base = options.registryUrl.replace(/\/+$/, '');
  const registered: Registered[] = [];
  for (const { subject, schema } of listSubjects(options.agencies)) {
    const name = encodeURIComponent(subject);
    const level = { compatibility: subjectList.compatibility };
    await send('PUT', `${base}/config/${name}`, subject, level);
    const body = { schema: JSON.stringify(schemas[schema]) };
    const answer = await send('POST', `${base}/subjects/${name}/versions`, subject, body);
    registered.push({ subject, schema, id: (answer as { id: number }).id });
  }
  return registered;
}

/** The client library sets a level only after the first version, so the two calls are made here. */
async function send(method: string, url: string, subject: string, body: object): Promise<unknown> {
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(url, {
      method,
      headers: { 'content-type': CONTENT_TYPE, accept: CONTENT_TYPE },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    answer = await response.json();
  } catch (error) {
    throw new CodecError('registry-unavailable', { subject }, error);
  }
  if (response.ok) return answer;
  const { message = 'no reason given' } = answer as { message?: string };
  const details = { subject, status: response.status, registry: message };
  if (response.status === 409) throw new CodecError('schema-incompatible', details);
  throw new CodecError(response.status >= 500 ? 'registry-unavailable' : 'schema-refused', details);
}
