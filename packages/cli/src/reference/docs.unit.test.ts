import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';

const ROOT = path.join(import.meta.dirname, '../../../..');
const read = (file: string): string => fs.readFileSync(path.join(ROOT, file), 'utf8');

/** Every markdown file of the repository, as paths from its root. */
const PAGES = fs
  .globSync('{*.md,{docs,packages,services,infra,schemas,tools,bench}/**/*.md}', { cwd: ROOT })
  .filter((file) => !file.includes('node_modules'))
  .sort();

/** Without code, in which brackets mean something else. */
const proseOf = (file: string): string =>
  read(file)
    .replaceAll(/^ *```.*?^ *```/gms, '')
    .replaceAll(/`[^`\n]*`/g, 'code');

/** Anchors as forges make them: lower case, spaces to hyphens, other signs dropped. */
function anchorsOf(file: string): ReadonlySet<string> {
  const text = read(file).replaceAll(/^ *```.*?^ *```/gms, '');
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function findBrokenLinks(page: string): string[] {
  const links = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [target = '', anchor] = link.split('#');
    const file = target === '' ? page : path.join(path.dirname(page), target);
    if (!fs.existsSync(path.join(ROOT, file))) return true;
    return anchor !== undefined && !anchorsOf(file).has(anchor);
  });
}

describe('the documentation', () => {
  test('has pages to check', () => {
    expect(PAGES).toEqual(expect.arrayContaining(['README.md', 'docs/start.md']));
  });

  test.each(PAGES)('%s links only to what exists', (page) => {
    expect(findBrokenLinks(page)).toEqual([]);
  });

  test('a link to nothing is found', () => {
    expect(anchorsOf('docs/start.md').has('5-tell-a-change-of-your-own')).toBe(true);
    expect(anchorsOf('docs/start.md').has('8-nothing')).toBe(false);
  });

  test('lists each of its pages in docs/README.md', () => {
    const index = read('docs/README.md');
    const pages = PAGES.filter((page) => /^docs\/.*\//.test(page) || page === 'docs/start.md');
    const missing = pages
      .filter((page) => !page.startsWith('docs/decisions/'))
      .filter((page) => !index.includes(`](${page.slice('docs/'.length)})`));
    expect(missing).toEqual([]);
  });
});

describe('the environment in docs/how-to/run-the-services.md', () => {
  const namesIn = (text: string): string[] =>
    [...new Set([...text.matchAll(/\bTOLD_[A-Z_]+/g)].map(([name]) => name))].sort();
  const page = read('docs/how-to/run-the-services.md');
  /** The first column of the table below a heading. */
  const tableOf = (heading: string): string[] => {
    const [, rest = ''] = page.split(`## ${heading}\n`);
    const rows = (rest.split('\n## ')[0] ?? '').matchAll(/^\| (`TOLD[^|]*)\|/gm);
    return namesIn([...rows].map(([, cell = '']) => cell).join(' '));
  };

  const base = namesIn(
    ['base-config.ts', 'log-settings.ts']
      .map((file) => read(`packages/service/src/config/${file}`))
      .join(),
  );

  test('is what every service reads', () => {
    expect(tableOf('Every service')).toEqual(base);
  });

  test.each([
    ['intake', 'Intake also'],
    ['gateway', 'The gateway also'],
    ['council-tax', 'Council tax also'],
    ['jobcentre', 'JobCentre Plus also'],
  ])('is what %s reads besides', (service, heading) => {
    const config = read(`services/${service}/src/config.ts`);
    const shared = [
      ['...keyVariables', 'packages/service/src/keys/key-settings.ts'],
      ['...outboxConfig', 'packages/service/src/config/outbox-settings.ts'],
    ] as const;
    const used = shared.filter(([spread]) => config.includes(spread)).map(([, file]) => read(file));
    const own = namesIn([config, ...used].join()).filter((one) => !base.includes(one));
    expect(tableOf(heading)).toEqual(own);
  });
});
