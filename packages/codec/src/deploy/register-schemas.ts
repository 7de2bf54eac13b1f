import type { RecordName } from '../codec/open-codec.ts';
import { schemas } from '../generated/schemas.ts';
import { subjectList } from '../generated/subjects.ts';
import { deploySchema } from './deploy-schema.ts';

export interface Registered {
  readonly subject: string;
  readonly schema: RecordName;
  /** This registry's own: another gives the same schema another, with holes between or without. */
  readonly id: number;
}

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
 * The deploy step, on any registry with Confluent's interface: `deploySchema` for every subject. It may be repeated and run twice
 * at once. Rejects as that does, with the first subject that is refused; those before it are registered.
 */
export async function registerSchemas(options: {
  readonly registryUrl: string;
  readonly agencies: readonly string[];
}): Promise<readonly Registered[]> {
  const registered: Registered[] = [];
  for (const { subject, schema } of listSubjects(options.agencies)) {
    const id = await deploySchema(options.registryUrl, { subject, schema: schemas[schema] });
    registered.push({ subject, schema, id });
  }
  return registered;
}
