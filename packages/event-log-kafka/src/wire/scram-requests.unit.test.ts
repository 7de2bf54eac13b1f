import { describe, expect, test } from '@jest/globals';
import {
  decodeAlteredUsers,
  decodeDescribedUsers,
  encodeAlterUsers,
  encodeDescribeUsers,
  hasScram512,
  SCRAM_REQUESTS,
} from './scram-requests.ts';

/** Bytes as the protocol guide lays them out; what is no hexadecimal is text. */
const bytes = (...parts: readonly string[]): Buffer =>
  Buffer.concat(
    parts.map((part) => Buffer.from(part, /^([\da-f]{2})+$/.test(part) ? 'hex' : 'utf8')),
  );

const NO_TAGS = '00';
/** One tagged field, of tag 5 and three bytes, as a later version may add it. */
const TAGS = '010503ffffff';

describe('a request', () => {
  test('for all users has an empty list of names, not none', () => {
    expect(encodeDescribeUsers()).toEqual(bytes(NO_TAGS, '01', NO_TAGS));
  });

  test('for changes has compact arrays, texts and bytes, each part with its tagged fields', () => {
    const salt = Buffer.from('aabb', 'hex');
    const saltedPassword = Buffer.from('ccddee', 'hex');
    expect(
      encodeAlterUsers({
        deletions: ['gone'],
        upsertions: [{ name: 'luton', iterations: 4096, salt, saltedPassword }],
      }),
    ).toEqual(
      bytes(
        NO_TAGS,
        ...['02', '05', 'gone', '02', NO_TAGS],
        ...['02', '06', 'luton', '02', '00001000', '03', 'aabb', '04', 'ccddee', NO_TAGS],
        NO_TAGS,
      ),
    );
  });

  test('has lengths of more than seven bits in two bytes, the lower ones first', () => {
    const name = 'n'.repeat(200);
    expect(encodeAlterUsers({ deletions: [name], upsertions: [] })).toEqual(
      bytes(NO_TAGS, '02', 'c901', name, '02', NO_TAGS, '01', NO_TAGS),
    );
  });
});

describe.each([
  ['without tagged fields', NO_TAGS],
  ['with tagged fields that nobody knows yet', TAGS],
])('an answer %s', (_name, tags) => {
  test('lists users with their mechanisms', () => {
    const { errorCode, users } = decodeDescribedUsers(
      bytes(
        ...[tags, '00000000', '0000', '00', '03'],
        ...['06', 'luton', '0000', '00', '02', '02', '00001000', tags, tags],
        ...['04', 'old', '0000', '00', '02', '01', '00002000', tags, tags],
        tags,
      ),
    );
    expect(errorCode).toBe(0);
    expect(users).toEqual([
      { user: 'luton', errorCode: 0, mechanisms: [2] },
      { user: 'old', errorCode: 0, mechanisms: [1] },
    ]);
    expect(users.filter(hasScram512).map(({ user }) => user)).toEqual(['luton']);
  });

  test('says what became of each change', () => {
    const { results } = decodeAlteredUsers(
      bytes(
        ...[tags, '00000000', '03'],
        ...['06', 'luton', '0000', '00', tags],
        ...['05', 'gone', '005b', '08', 'unknown', tags],
        tags,
      ),
    );
    expect(results).toEqual([
      { user: 'luton', errorCode: 0 },
      { user: 'gone', errorCode: 91 },
    ]);
  });
});

test('a refusal has no users', () => {
  expect(decodeDescribedUsers(bytes(NO_TAGS, '00000000', '001f', '00', '01', NO_TAGS))).toEqual({
    errorCode: 31,
    users: [],
  });
});

test('kafkajs finds in them what it needs to send them', async () => {
  const { request, response } = SCRAM_REQUESTS.AlterUserScramCredentials.protocol()();
  expect(request).toEqual({ apiKey: 51, apiVersion: 0, apiName: 'AlterUserScramCredentials' });
  await expect(response.decode(bytes('00', '00000000', '01', '00'))).resolves.toEqual({
    results: [],
  });
});
