import type { EvolutionCase } from '@told/codec/evolution-cases';

/** docs/reference/evolutions.md: how records may change, and what each registry says of it. */
export function renderEvolutionPage(
  cases: readonly EvolutionCase[],
  apicurioVersion: string,
): string {
  const rows = cases.map(({ change, embedded, apicurio, check }) => {
    const rules = check.map((rule) => `\`${rule}\``).join(', ');
    return `| ${change} | ${embedded} | ${apicurio} | ${rules === '' ? 'taken' : `refused: ${rules}`} |`;
  });
  return `${[
    '<!-- Written by `npm run build -w @told/cli` from packages/codec/src/evolution/evolution-cases.ts; do not edit. -->',
    '',
    '# Evolutions',
    '',
    'How a record may change from one version to the next, and who lets it. Each row is a test: of the embedded registry and, where one can be',
    `started, of Apicurio Registry ${apicurioVersion}, both at the level FULL_TRANSITIVE, and of \`told schemas check\`.`,
    '',
    '| change | embedded registry | Apicurio | `told schemas check` |',
    '|---|---|---|---|',
    ...rows,
    '',
    '## Which answer counts',
    '',
    'The strictest. `told schemas check` is asked before a change is merged. The deploy tool (`told schemas register`, `registerSchemas`) asks the same rules again, against',
    'every version that the registry holds, before it registers anything, so that a change is refused on Apicurio as it is on the embedded registry; only what is marked `bus-rule`',
    'alone it lets through, since that is a rule of `schemas/` and not between versions. Neither registry refuses a change that the check lets through.',
    '',
    '- Apicurio compares the names of records without their namespaces, and knows neither units (milliseconds and microseconds are both a long) nor precision and scale of a decimal,',
    '  nor closed lists of words. What was written before would be read as something else, without an error.',
    '- To Apicurio a schema that differs only in docs, in the default of an enum or in the words of a closed list is the one it has: it gives back that id and adds no version, and it tells a',
    '  version without the attributes of its primitive types. `/schemas/ids/<id>/schema` gives it as it was registered; the deploy tool compares with that. The bytes of records are the same.',
    '- Both registries let a removed name come back, text become bytes, a union change its order and an enum with a default lose a symbol: Avro can read each, and somebody',
    '  would misread it or lose what it said.',
    '- Nobody refuses a narrower limit (`maxLength`, `minimum`, `maximum`, `pattern`, `maxItems`): it is an attribute that Avro does not know. Records written before would be answered',
    '  `illegal-value`, so a reviewer asks whether any could have been.',
    '- A word added to a closed list is taken, and a reader that does not know it yet answers `illegal-value`: deploy readers before writers.',
    '',
    'What the rules mean and how each is mended: `told schemas check` says it with each finding. [Choose a registry](../how-to/choose-a-registry.md).',
  ].join('\n')}\n`;
}
