import { expect, test } from '@jest/globals';
import { checkSignInConfig } from './index.ts';

const plain = { consoleUrl: 'http://console.example', authIssuer: 'http://issuer.example' };

test('in production, console and issuer are reached over TLS alone', () => {
  const faults = checkSignInConfig({ ...plain, identityMode: 'production' });
  expect(faults.map(({ variable }) => variable)).toEqual(['TOLD_CONSOLE_URL', 'TOLD_AUTH_ISSUER']);
  expect(checkSignInConfig({ ...plain, identityMode: 'synthetic' })).toEqual([]);
  const tls = { consoleUrl: 'https://console.example', authIssuer: 'https://issuer.example' };
  expect(checkSignInConfig({ ...tls, identityMode: 'production' })).toEqual([]);
});
