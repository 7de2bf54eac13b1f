import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { INFRA, PACKAGES, ROOT, SERVICES } from '../repository.ts';
import { type Retention, readRetention } from './retention.ts';

const retention = readRetention();

/** Where each component's migrations are. */
const MIGRATIONS: Readonly<Record<string, string>> = {
  service: 'packages/service/sql',
  agency: 'packages/agency-sdk/sql',
  office: 'packages/agency-sdk/sql/office',
  log: 'packages/event-log/sql',
  registry: 'packages/codec/sql',
  intake: 'services/intake/sql',
  gateway: 'services/gateway/sql',
  audit: 'services/audit/sql',
  'council-tax': 'services/council-tax/sql',
  jobcentre: 'services/jobcentre/sql',
};

const CREATED = /^\s*CREATE (?:UNLOGGED )?TABLE (?:IF NOT EXISTS )?([a-z_.]+)/gim;

function listTables(dir: string): readonly string[] {
  const files = fs.readdirSync(path.join(ROOT, dir)).filter((name) => name.endsWith('.sql'));
  return files.flatMap((file) => {
    const sql = fs.readFileSync(path.join(ROOT, dir, file), 'utf8');
    return [...sql.matchAll(CREATED)].map(([, table = '']) => table);
  });
}

/** Folders with migrations, from the root. */
function listFolders(): readonly string[] {
  return [PACKAGES, SERVICES].flatMap((under) =>
    fs
      .readdirSync(under, { recursive: true, encoding: 'utf8' })
      .filter((name) => !name.includes('node_modules') && /(^|\/)sql\/.*\.sql$/.test(name))
      .map((name) => path.relative(ROOT, path.dirname(path.join(under, name)))),
  );
}

const listed = ({ classes, nobody }: Retention): readonly string[] =>
  [...classes, nobody].flatMap(({ tables }) =>
    Object.entries(tables).flatMap(([component, names]) =>
      names.map((name) => `${component}: ${name}`),
    ),
  );

describe('infra/retention.yaml', () => {
  test('knows every folder of migrations', () => {
    expect([...new Set(listFolders())].sort()).toEqual(Object.values(MIGRATIONS).sort());
  });

  test('has every table of every migration once, and none that is not there', () => {
    const made = Object.entries(MIGRATIONS).flatMap(([component, dir]) =>
      listTables(dir).map((table) => `${component}: ${table}`),
    );
    expect([...listed(retention)].sort()).toEqual(made.sort());
  });

  test('keeps each topic as long as infra/topics.yaml does', () => {
    interface TopicsFile {
      readonly topics: readonly { readonly name: string; readonly retentionDays: number | null }[];
    }
    const { topics } = parse(
      fs.readFileSync(path.join(INFRA, 'topics.yaml'), 'utf8'),
    ) as TopicsFile;
    const kept = retention.classes.flatMap((one) =>
      one.topics.map((name) => [name, one.keepDays] as const),
    );
    const all = [...kept, ...retention.nobody.topics.map((name) => [name, null] as const)];
    const ofTopics = topics.map(({ name, retentionDays }) => [name, retentionDays] as const);
    expect([...all].sort()).toEqual([...ofTopics].sort());
  });

  test('names each class once, says why, and says so where nobody has checked it', () => {
    const ids = retention.classes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, holds, source, verified, keepDays, ends } of retention.classes) {
      expect([id, holds.length > 0, source.length > 0, typeof verified]).toEqual([
        ...[id, true, true, 'boolean'],
      ]);
      // A period is a number that somebody chose.
      if (keepDays !== null && !verified) expect(source).toContain('unverified parameter');
      // What is deleted after a time needs one, and what something else ends has none.
      if (ends === 'job') expect(keepDays).toBeGreaterThan(0);
      if (ends !== 'job' && ends !== 'log') expect(keepDays).toBeNull();
    }
  });
});
