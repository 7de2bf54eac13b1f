import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { buildMatrix, suspend } from '@told/agreements';
import { FACTS, factFields, readSources } from '@told/codec';
import { readBus } from './bus-topics.ts';
import { readSets } from './read-sets.ts';
import { readShipped } from './read-shipped.ts';
import { renderEventPage } from './render-event-page.ts';

const ROOT = path.join(import.meta.dirname, '../../../..');
const SETS = readSets(ROOT);
const sources = {
  schemas: readSources(path.join(ROOT, 'schemas')),
  bus: readBus(
    'partitions: 1\ntopics: [{ name: told.changes, retentionDays: 2, writers: [a], readers: [b] }]',
    '{"compatibility":"FULL","services":[],"subjects":[{"topic":"told.changes","schema":"ClaimantChange"}]}',
    [],
  ),
  sets: SETS,
  shipped: readShipped(ROOT),
  exampleOf: (record: string) => ({ record, nothing: null }),
};
const PAGE = renderEventPage(sources);
const sectionOf = (type: string, page = PAGE): string =>
  page.split(`\n### ${type}\n`)[1]?.split('\n#')[0] ?? '';
const typeOf = (fact: string): string => `${fact.charAt(0).toUpperCase()}${fact.slice(1)}`;

describe('the page of events', () => {
  test.each(FACTS)('says who may be given which field of %s, and which nobody is given', (fact) => {
    const section = sectionOf(typeOf(fact));
    const rows = section.split('\n').filter((line) => /^\| (2010|current) \|/.test(line));
    const named = new Set<string>();
    for (const { agreements, on } of SETS)
      for (const { recipient, capacity, field, allowedBy, ...row } of buildMatrix(agreements, on))
        for (const { agreement } of row.fact === fact ? allowedBy : []) {
          named.add(field);
          const parts = [`| ${agreements.id} |`, recipient, capacity, agreement, field];
          expect(rows.filter((one) => parts.every((part) => one.includes(part)))).toHaveLength(1);
        }
    const nobody = /^Given to nobody: (.*)\.$/m.exec(section)?.[1] ?? '';
    const withheld = [...nobody.matchAll(/`(.*?)`/g)].map(([, field]) => field);
    expect(withheld).toEqual(factFields[fact]?.filter((field) => !named.has(field)));
  });

  test('has no row for an agreement that is suspended', () => {
    const [first, ...rest] = SETS;
    if (first === undefined) throw new TypeError('a set is shipped');
    const agreements = suspend(first.agreements, new Set(['dwp-to-council-prefill']));
    const page = renderEventPage({ ...sources, sets: [{ ...first, agreements }, ...rest] });
    expect(sectionOf('Income')).toContain('[`dwp-to-council-prefill`]');
    expect(sectionOf('Income', page)).not.toContain('[`dwp-to-council-prefill`]');
  });

  test('says what came after the first version', () => {
    expect(sectionOf('Release')).toContain('\nCame after version 1: `takesBack`, ');
    expect(sectionOf('Death')).toContain('\nCame after version 1.\n');
    expect(sectionOf('Income')).not.toContain('Came after');
  });

  test('says who writes and reads a record, with its example, without what is null', () => {
    const section = sectionOf('ClaimantChange');
    expect(section).toContain('Written by `a`; read by `b`. Key: the subject key. Kept 2 days.');
    expect(section).toContain('{\n  "record": "ClaimantChange"\n}');
  });
});
