import type { EvolutionFinding } from '@told/codec';
import { parse } from 'yaml';

/** Who reads and writes the records of each topic, as infra/topics.yaml says. */
interface TopicsFile {
  readonly topics: readonly { readonly name: string; readonly readers: readonly string[] }[];
}

export type ReportedFinding = EvolutionFinding & {
  /** Who reads the record, and would break. */
  readonly readers: readonly string[];
};

/** Names the readers of each record that a finding is about. */
export function nameReaders(
  findings: readonly EvolutionFinding[],
  subjects: readonly { readonly topic?: string; readonly schema: string }[],
  topicsYaml: string,
): readonly ReportedFinding[] {
  const { topics } = parse(topicsYaml) as TopicsFile;
  const readersOf = new Map(topics.map(({ name, readers }) => [name, readers]));
  return findings.map((finding) => {
    const readers = subjects
      .filter(({ schema }) => schema === finding.record)
      .flatMap(({ topic }) => readersOf.get(topic ?? '') ?? []);
    return { ...finding, readers: [...new Set(readers)].sort() };
  });
}

const INDENT = '    ';

/** Each finding with its field, rule, versions, readers and fix. */
export function describeFindings(findings: readonly ReportedFinding[]): string {
  return findings
    .map(({ rule, path, says, versions, readers, fix }) =>
      [
        `${path}: ${says} (${rule})`,
        ...(versions.length === 0 ? [] : [`${INDENT}breaks with ${versions.join(', ')}`]),
        ...(readers.length === 0 ? [] : [`${INDENT}read by ${readers.join(', ')}`]),
        `${INDENT}Fix: ${fix}.`,
      ].join('\n'),
    )
    .join('\n');
}
