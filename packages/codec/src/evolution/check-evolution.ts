import { collectTypes, selfContained } from '../generate/collect-types.ts';
import { lintSchemas } from '../generate/lint-schemas.ts';
import type { SchemaSources } from '../generate/read-sources.ts';
import type { RecordSchema } from '../generate/schema-model.ts';
import { type EvolutionBreak, type EvolutionRule, FIXES } from './evolution-break.ts';
import { findRecordBreaks } from './find-record-breaks.ts';

/** A version of schemas/ that was shipped, by the name its users know. */
export interface SchemaVersion {
  readonly name: string;
  readonly sources: SchemaSources;
}

export interface EvolutionFinding {
  /** `bus-rule`: a rule of schemas/ that the new version breaks by itself. */
  readonly rule: EvolutionRule | 'bus-rule';
  readonly record: string;
  readonly path: string;
  readonly says: string;
  readonly fix: string;
  /** Versions that it breaks with, oldest first; none for a rule broken by itself. */
  readonly versions: readonly string[];
}

/**
 * What keeps schemas from following every version before them (oldest first) under FULL_TRANSITIVE and the bus's own rules: each
 * break once, with its field, rule and fix. Empty: they may be shipped. Pure.
 */
export function checkEvolution(
  next: SchemaSources,
  versions: readonly SchemaVersion[],
): readonly EvolutionFinding[] {
  const lints = lintSchemas(next.files, next.subjects).map(describeLint);
  // Without its types nothing can be compared.
  if (lints.some(({ path }) => path === 'schemas')) return lints;
  const records = recordsOf(next);
  const earlier = versions.map(({ name, sources }) => ({
    name,
    records: recordsOf(sources),
    subjects: subjectsOf(sources),
  }));
  const found = new Findings();
  for (const version of earlier) {
    for (const name of version.records.keys()) {
      if (records.has(name)) continue;
      found.add(name, { rule: 'record-removed', path: name, says: 'it is gone' }, version.name);
    }
    const subjects = subjectsOf(next);
    for (const [subject, record] of version.subjects) {
      const now = subjects.get(subject);
      if (now === undefined || now === record) continue;
      const says = `${subject} carried ${record}, and carries ${now}`;
      found.add(record, { rule: 'subject-record-changed', path: subject, says }, version.name);
    }
  }
  for (const [name, record] of records) {
    const versionsOfIt = earlier.map((version) => ({
      name: version.name,
      record: version.records.get(name),
    }));
    for (const { found: one, version } of findRecordBreaks(record, versionsOfIt)) {
      found.add(name, one, version);
    }
  }
  return [...lints, ...found.list()];
}

/** Each break once, with every version that it breaks with. */
class Findings {
  readonly #found = new Map<string, EvolutionFinding & { readonly versions: string[] }>();

  add(record: string, { rule, path, says }: EvolutionBreak, version?: string): void {
    const key = `${rule} ${path}`;
    const known = this.#found.get(key);
    if (known === undefined) {
      const versions = version === undefined ? [] : [version];
      this.#found.set(key, { rule, record, path, says, fix: FIXES[rule], versions });
    } else if (version !== undefined && !known.versions.includes(version)) {
      known.versions.push(version);
    }
  }

  list(): readonly EvolutionFinding[] {
    return [...this.#found.values()];
  }
}

function recordsOf({ files }: SchemaSources): ReadonlyMap<string, RecordSchema> {
  const types = collectTypes(files.map(({ schema }) => schema));
  return new Map(
    files
      .filter(({ folder }) => folder === 'records')
      .map(({ schema }) => [schema.name, selfContained(schema, types)]),
  );
}

const subjectsOf = ({ subjects }: SchemaSources): ReadonlyMap<string, string> =>
  new Map(subjects.subjects.map((one) => [one.topic ?? one.subject ?? '', one.schema]));

function describeLint(line: string): EvolutionFinding {
  const colon = line.indexOf(': ');
  const path = line.slice(0, colon);
  const says = line.slice(colon + 2);
  return {
    rule: 'bus-rule',
    record: path.split('.')[0] ?? path,
    path,
    says,
    fix: LINT_FIXES.find(({ when }) => says.includes(when))?.fix ?? `change it so that ${says}`,
    versions: [],
  };
}

const LINT_FIXES = [
  { when: 'union other than', fix: 'write ["null", type] with "default": null' },
  { when: 'default null', fix: 'add "default": null' },
  { when: 'type enum', fix: FIXES['enum-default'] },
  { when: 'timestamp-millis', fix: 'use timestamp-micros' },
] as const;
