import type { AsvsItem } from './read-items.ts';

const STATES: Readonly<Record<AsvsItem['state'], string>> = {
  met: 'met',
  partly: 'partly',
  'not-yet': 'not yet',
  deployment: 'the deployment’s',
};

/** docs/reference/asvs.md. */
export function renderAsvsPage(items: readonly AsvsItem[]): string {
  const counts = Object.entries(STATES).map(
    ([state, name]) => `${items.filter((item) => item.state === state).length} ${name}`,
  );
  return `${[
    '<!-- Written by `npm run build -w @told/cli` from packages/cli/src/reference/asvs/items.yaml; do not edit. -->',
    '',
    '# Security requirements (OWASP ASVS 5.0)',
    '',
    'The requirements of the [OWASP Application Security Verification Standard](https://owasp.org/www-project-application-security-verification-standard/) 5.0',
    'that the product holds itself to, in our own words; the standard’s text counts. Each names the tests that show it; that they exist is',
    'tested. What is protected, and by what: [security](../explanation/security.md).',
    '',
    `Of ${items.length}: ${counts.join(', ')}.`,
    '',
    '| requirement | asks | state | how | shown by |',
    '|---|---|---|---|---|',
    ...items.map(
      ({ id, asks, state, how, tests }) =>
        `| ${id} | ${cell(asks)} | ${STATES[state]} | ${cell(how)} | ${tests.map(describeTest).join('<br>')} |`,
    ),
  ].join('\n')}\n`;
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

const describeTest = ([file, name]: AsvsItem['tests'][number]): string =>
  `[${cell(name.replaceAll('_', '\\_'))}](../../${file})`;
