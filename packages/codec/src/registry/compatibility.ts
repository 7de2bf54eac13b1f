import type { AvroSchema } from '../avro/compile-types.ts';
import { compileBare } from '../avro/compile-types.ts';
import { findStricterBreaks } from './stricter-rules.ts';

export const LEVELS = [
  'NONE',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
] as const;
export type Level = (typeof LEVELS)[number];

export interface Version {
  readonly version: number;
  readonly schema: string;
}

/**
 * Why a schema may not follow the versions of its subject (oldest first), one sentence a reason; empty when it may. BACKWARD: its
 * reader reads what earlier schemas wrote. FORWARD: their readers read what it writes. FULL: both. Without TRANSITIVE
 * only the latest version counts.
 */
export function findBreaks(
  level: Level,
  schema: string,
  versions: readonly Version[],
): readonly string[] {
  if (level === 'NONE') return [];
  const compared = level.endsWith('_TRANSITIVE') ? versions : versions.slice(-1);
  const backward = level.startsWith('BACKWARD') || level.startsWith('FULL');
  const forward = level.startsWith('FORWARD') || level.startsWith('FULL');
  const next = JSON.parse(schema) as AvroSchema;
  return compared.flatMap(({ version, schema: text }) => {
    const earlier = JSON.parse(text) as AvroSchema;
    const breaks = [
      ...(backward ? readingBreaks(next, earlier, `it cannot read version ${version}`) : []),
      ...(forward ? readingBreaks(earlier, next, `version ${version} cannot read it`) : []),
    ];
    const rules = findStricterBreaks(earlier, next, { backward });
    return [...breaks, ...rules.map((rule) => `against version ${version}: ${rule}`)];
  });
}

/** The answer of avsc's resolver, which follows the Avro specification's schema resolution. */
function readingBreaks(reader: AvroSchema, writer: AvroSchema, what: string): readonly string[] {
  try {
    compileBare(reader).createResolver(compileBare(writer));
    return [];
  } catch (error) {
    return [`${what}: ${(error as Error).message}`];
  }
}
