import { expect, test } from '@jest/globals';
import { judgeAdvisories, readReport } from './judge-advisories.ts';

const TODAY = '2026-03-01';
const cause = (name: string, severity: string, id: string) => ({
  ...{ name, severity, title: `${name} is unsafe` },
  url: `https://advisories.test/${id}`,
});
const report = {
  vulnerabilities: {
    parser: { via: [cause('parser', 'high', 'GHSA-1'), cause('parser', 'moderate', 'GHSA-2')] },
    // What depends on it is named for the same advisory, and counts no second time.
    server: { via: ['parser', cause('parser', 'high', 'GHSA-1')] },
    signer: { via: [cause('signer', 'critical', 'GHSA-3')] },
  },
};
const idsOf = (advisories: readonly { readonly id: string }[]) => advisories.map(({ id }) => id);
const except = (id: string, until: string) => ({ id, until, reason: 'not reached' });

test('high and critical advisories are refused, lower ones told', () => {
  const { refused, excepted, minor } = judgeAdvisories(report, [], TODAY);
  expect(idsOf(refused)).toEqual(['GHSA-1', 'GHSA-3']);
  expect(idsOf(minor)).toEqual(['GHSA-2']);
  expect(excepted).toEqual([]);
});

test('an exception counts to its last day, and no longer', () => {
  const judged = (until: string) => judgeAdvisories(report, [except('GHSA-1', until)], TODAY);
  expect(idsOf(judged(TODAY).excepted)).toEqual(['GHSA-1']);
  expect(idsOf(judged(TODAY).refused)).toEqual(['GHSA-3']);
  expect(idsOf(judged('2026-02-28').refused)).toEqual(['GHSA-1', 'GHSA-3']);
});

test('an exception for nothing is told', () => {
  expect(idsOf(judgeAdvisories(report, [except('GHSA-9', TODAY)], TODAY).idle)).toEqual(['GHSA-9']);
});

test.each([
  ['an error of the registry', '{"message":"405 Method Not Allowed","statusCode":405}'],
  ['no JSON', 'npm error'],
  ['nothing', ''],
])('%s is no report', (_, text) => {
  expect(readReport(text)).toBeUndefined();
});

test('a report without a finding is one', () => {
  expect(readReport('{"vulnerabilities":{}}')).toEqual({ vulnerabilities: {} });
});
