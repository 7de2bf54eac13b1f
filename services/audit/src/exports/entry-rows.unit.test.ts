import { expect, test } from '@jest/globals';
import { hashLeaf } from '@told/ledger';
import { type Facts, writeEntry } from '../entries/entry.ts';
import { describeRows, ENTRY_COLUMNS } from './entry-rows.ts';

const SOURCE = { topic: 'told.decisions', partition: 1, offset: '7', digest: 'ab' };
const write = (kind: string, facts: Facts, at: number | null = 1_273_740_300_000_000): string =>
  writeEntry({ index: 4, kind, at, facts, source: SOURCE });

/** What a row says beyond its place and source. */
function essenceOf(text: string, agency?: string) {
  return describeRows(text, agency).map((row) => {
    const { index, at, kind, topic, partition, offset, digest, leaf, ...essence } = row;
    return Object.fromEntries(Object.entries(essence).filter(([, cell]) => cell !== null));
  });
}

test('every row leads to its entry and to the record it was made from', () => {
  const text = write('gap', { from: '3', until: '9' }, null);
  expect(describeRows(text)).toEqual([
    {
      ...{ index: 4, part: 1, at: null, kind: 'gap' },
      ...{ topic: 'told.decisions', partition: '1', offset: '7', digest: 'ab' },
      leaf: hashLeaf(Buffer.from(text)).toString('base64'),
    },
  ]);
});

const DECISION = write('decision', {
  decisionId: 'd',
  changeId: 'c',
  recipients: [
    {
      ...{ agency: 'luton', verdict: 'trimmed', releaseId: 'r' },
      basis: [
        { agreement: 'dwp-luton', version: 3, hash: 'h', fields: ['line1', 'postcode'] },
        { agreement: 'consent', version: 1, hash: 'i', fields: ['uprn'] },
      ],
      withheld: [
        { reason: 'not-in-agreement', fields: ['line2'] },
        { reason: 'no-consent', fields: ['a', 'b'] },
      ],
    },
    { agency: 'jobcentre', verdict: 'refused', reason: 'no-interest', basis: [], withheld: [] },
  ],
});
const LUTON = {
  ...{ part: 1, agency: 'luton', what: 'trimmed', changeId: 'c', decisionId: 'd', releaseId: 'r' },
  agreements: 'dwp-luton@3 consent@1',
  fields: 'line1 postcode uprn',
  withheld: 'not-in-agreement: line2; no-consent: a b',
};

test('a decision has a row for each recipient', () => {
  const jobcentre = { part: 2, agency: 'jobcentre', what: 'refused', reason: 'no-interest' };
  expect(essenceOf(DECISION)).toEqual([
    LUTON,
    { ...jobcentre, changeId: 'c', decisionId: 'd', agreements: '', fields: '', withheld: '' },
  ]);
});

test('of one agency there are its rows alone, with the numbers they have among all', () => {
  expect(essenceOf(DECISION, 'luton')).toEqual([LUTON]);
  expect(essenceOf(DECISION, 'jobcentre')).toMatchObject([{ part: 2 }]);
  expect(essenceOf(DECISION, 'bedford')).toEqual([]);
});

test.each<[kind: string, facts: Facts, row: object]>([
  [
    'change',
    { agency: 'luton', changeId: 'c', fact: 'address', changeType: 'created', changeSequence: 2 },
    { agency: 'luton', changeId: 'c', fact: 'address', what: 'created' },
  ],
  [
    'decision',
    { decisionId: 'd', changeId: 'c', recipients: [] },
    { decisionId: 'd', changeId: 'c' },
  ],
  [
    'outcome',
    { agency: 'luton', releaseId: 'r', kind: 'to-verify', reason: 'no-scheme' },
    { agency: 'luton', releaseId: 'r', what: 'to-verify', reason: 'no-scheme' },
  ],
  [
    'interest',
    { agency: 'luton', interestId: 'i', action: 'ended' },
    { agency: 'luton', otherId: 'i', what: 'ended' },
  ],
  [
    'consent',
    { recipient: 'luton', consentId: 'k', action: 'withdrawn' },
    { agency: 'luton', otherId: 'k', what: 'withdrawn' },
  ],
  [
    'suspension',
    { target: 'agency', id: 'luton', action: 'suspended' },
    { otherId: 'agency luton', what: 'suspended' },
  ],
  [
    'action',
    { origin: 'luton', action: 'released', target: 't', recordId: 'x', actor: 'luton' },
    { agency: 'luton', otherId: 't', what: 'released', actor: 'luton' },
  ],
  [
    'dead-letter',
    { origin: 'luton', topic: 'told.releases.luton', partition: 1, offset: '7', cause: 'corrupt' },
    { agency: 'luton', otherId: 'told.releases.luton/1/7', what: 'corrupt' },
  ],
])('a row of a %s', (kind, facts, row) => {
  expect(essenceOf(write(kind, facts))).toEqual([{ part: 1, ...row }]);
});

test('no row has a column that the table has not', () => {
  const names = describeRows(DECISION).flatMap((row) => Object.keys(row));
  expect(names.filter((name) => !(ENTRY_COLUMNS as readonly string[]).includes(name))).toEqual([]);
});
