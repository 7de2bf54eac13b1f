import { describe, expect, test } from '@jest/globals';
import { createSubmissionReader } from './read-submission.ts';

const NINO = 'QQ123456C';
const SECRET = Buffer.from('synthetic');
const makeLine = (nino: string | null, more: object = {}) => ({
  line: 7,
  ok: true as const,
  value: {
    idempotencyKey: 'notice-1',
    change: {
      ...{
        person: nino === null ? null : { nino, birthDate: '1980-02-29' },
        caseReference: 'JSA-1',
      },
      ...{ system: 'jsaps', fact: 'death', changeType: 'created', occurredOn: '2010-05-12' },
      ...{ notifiedOn: '2010-05-13', receivedOn: '2010-05-13', usedOn: '2010-05-13' },
      ...{ usedFor: 'jsa-ib', evidence: { level: 'seen', documents: [] } },
      ...{ death: { diedOn: '2010-05-12', who: 'claimant' } },
      ...more,
    },
  },
});
const read = (line: ReturnType<typeof makeLine>, secret = SECRET) =>
  createSubmissionReader((submission) => Buffer.from(JSON.stringify(submission)), secret)(line);
const keyOf = (...args: Parameters<typeof read>) => (read(...args) as { readonly key: string }).key;

describe('a line that is told on the bus', () => {
  test('has the key of its person, however the number is written', () => {
    expect(keyOf(makeLine('qq 12 34 56 c'))).toBe(keyOf(makeLine(NINO)));
    expect(keyOf(makeLine('QQ123456A'))).not.toBe(keyOf(makeLine(NINO)));
  });

  test('has the key of its case when it names no person', () => {
    expect(keyOf(makeLine(null))).toBe(keyOf(makeLine(null, { notifiedOn: '2010-05-12' })));
  });

  test('has a key that nobody can guess the person from', () => {
    expect(keyOf(makeLine(NINO))).not.toContain(NINO);
    expect(keyOf(makeLine(NINO), Buffer.from('another'))).not.toBe(keyOf(makeLine(NINO)));
  });

  test('is refused by its number when a record could not carry it', () => {
    expect(read(makeLine(NINO, { shoeSize: 44 }))).toMatchObject({
      ...{ line: 7, status: 'refused', code: 'unknown-field' },
      errors: [{ pointer: '/change/shoeSize', code: 'unknown-field' }],
    });
  });
});
