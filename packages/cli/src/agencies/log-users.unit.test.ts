import { expect, test } from '@jest/globals';
import { describeMissing, findMissingUsers, givePasswords } from './log-users.ts';

const EMBEDDED = { kind: 'embedded', brokers: [], url: 'postgres://nowhere' } as const;
const OPEN = { kind: 'kafka', brokers: ['127.0.0.1:1'] } as const;

test.each([
  [EMBEDDED, 'embedded', /none to make; an embedded log/],
  [OPEN, 'open', /none to make; it asks nobody/],
] as const)(
  'a log that asks nobody who comes has no users to make: %p',
  async (log, kind, said) => {
    expect(await findMissingUsers(log, ['luton'])).toBe(kind);
    expect(describeMissing(kind)).toMatch(said);
    await expect(givePasswords({ file: '/nowhere', log }, ['luton'])).rejects.toMatchObject({
      exit: 'usage',
    });
  },
);

test('who is missing is named', () => {
  expect(describeMissing(['stevenage', 'bedford'])).toContain('stevenage, bedford');
  expect(describeMissing([])).toContain('every agency has one');
  expect(describeMissing('hidden')).toContain('told-admin may');
});
