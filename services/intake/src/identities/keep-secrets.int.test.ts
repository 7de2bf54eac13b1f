import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createKeyring } from '@told/identity';
import type { Database } from '@told/service';
import { openIntakeDatabase } from '../../test/intake-database.ts';
import { parseAreaSecrets } from '../parse-area-secrets.ts';
import { keepSecrets } from './keep-secrets.ts';

let opened: Awaited<ReturnType<typeof openIntakeDatabase>>;
let db: Database;
beforeAll(async () => {
  opened = await openIntakeDatabase();
  db = opened.db;
});
afterAll(() => opened.close());

const secretOf = (name: string): string => `the ${name} secret of the area for tests`;
const ring = (text: string) => createKeyring(parseAreaSecrets(text) ?? []);

test('a database starts with the secrets that made its keys, and later ones, and with no others', async () => {
  const [first, second] = [`1:${secretOf('first')}`, `2:${secretOf('second')}`];
  await keepSecrets(db, ring(first));
  await keepSecrets(db, ring(`${first},${second}`));
  for (const wrong of [first, second, `1:${secretOf('other')},${second}`]) {
    await expect(keepSecrets(db, ring(wrong))).rejects.toMatchObject({
      code: 'invalid-config',
    });
  }
  await keepSecrets(db, ring(`${first},${second}`));
});

test('the environment names versions in order, each secret long enough', () => {
  const long = 'x'.repeat(32);
  expect(parseAreaSecrets(`1:${long},3:${long}:y`)).toEqual([
    { version: 1, secret: long },
    { version: 3, secret: `${long}:y` },
  ]);
  for (const bad of [long, `1:short`, `0:${long}`, `2:${long},1:${long}`, `1:${long},`]) {
    expect(parseAreaSecrets(bad)).toBeUndefined();
  }
});
