import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { TokenVerifier } from './auth/index.ts';
import { openTenancies } from './test/readme-example.ts';

const auth: TokenVerifier = {
  verify: async (agency) => ({ agency, clientId: agency, scopes: new Set(['tenancies:read']) }),
};

test('the example of the README is the one that runs here', () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  const example = readFileSync(join(import.meta.dirname, 'test/readme-example.ts'), 'utf8');
  expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);
});

test('the example answers its caller, and refuses others by code', async () => {
  const server = await openTenancies(auth);
  const get = (agency: string, id = 'b2ea7d5e-2f0e-4b6e-9c62-0d9f1f1f6a01') =>
    server.inject({ url: `/v1/tenancies/${id}`, headers: { authorization: `Bearer ${agency}` } });
  expect((await get('luton')).json()).toMatchObject({ agency: 'luton' });
  expect((await get('jobcentre')).json().code).toBe('case-unknown');
  expect((await get('luton', '7')).json().errors).toMatchObject([
    { pointer: '/path/id', code: 'uuid' },
  ]);
  await server.close();
});
