import { describe, expect, test } from '@jest/globals';
import { parseSources } from '../generate/read-sources.ts';
import { checkEvolution } from './check-evolution.ts';
import { EVOLUTION_CASES } from './evolution-cases.ts';

/** The record as the only one of schemas/. */
function sourcesOf(schema: object) {
  const { name } = schema as { readonly name: string };
  const subjects = { compatibility: 'FULL_TRANSITIVE', subjects: [{ topic: 't', schema: name }] };
  return parseSources(
    new Map([
      [`records/${name.toLowerCase()}.avsc`, JSON.stringify(schema)],
      ['subjects.json', JSON.stringify(subjects)],
    ]),
  );
}

describe('told schemas check answers', () => {
  test.each(EVOLUTION_CASES.map((one) => [one.change, one] as const))(
    '%s',
    (_change, { versions, check }) => {
      const sources = versions.map((schema, index) => ({
        name: `v${index + 1}`,
        sources: sourcesOf(schema),
      }));
      const next = sources.at(-1)?.sources ?? sourcesOf({});
      const rules = checkEvolution(next, sources.slice(0, -1)).map(({ rule }) => rule);
      expect([...new Set(rules)].sort()).toEqual([...check].sort());
    },
  );

  test('no registry refuses what it lets through', () => {
    const unnoticed = EVOLUTION_CASES.filter(
      ({ check, embedded, apicurio }) =>
        check.length === 0 && (embedded === 'refused' || apicurio === 'refused'),
    );
    expect(unnoticed).toEqual([]);
  });
});
