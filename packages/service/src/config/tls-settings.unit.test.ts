import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type Certificate,
  createAuthority,
  issueCertificate,
} from '../../../stack/src/pki/certificates.ts';
import { ConfigError, parseConfig } from './parse-config.ts';
import { checkTlsConfig, readTlsSettings, tlsVariables } from './tls-settings.ts';

const CERT = 'TOLD_TLS_CERT_FILE';
const KEY = 'TOLD_TLS_KEY_FILE';
const CLIENT_CA = 'TOLD_TLS_CLIENT_CA_FILE';

let dir: string;
let authority: Certificate;
let own: Certificate;

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-tls-test-'));
  authority = await createAuthority('Told Once test');
  own = await issueCertificate(authority, { name: 'intake', hosts: ['intake'] });
  const other = await issueCertificate(authority, { name: 'gateway', hosts: ['gateway'] });
  const files = {
    ...{ 'own.pem': own.cert, 'own.key': own.key, 'other.key': other.key },
    ...{ 'ca.pem': authority.cert, 'text.pem': 'hunter2' },
  };
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(dir, name), text);
});
afterAll(() => fs.rmSync(dir, { recursive: true }));

const read = (files: Readonly<Record<string, string>>) => {
  const env = Object.fromEntries(
    Object.entries(files).map(([name, file]) => [name, path.join(dir, file)]),
  );
  return readTlsSettings(parseConfig(env, tlsVariables, checkTlsConfig));
};

describe('TLS', () => {
  test('is off without a certificate, and has the files’ texts with one', () => {
    expect(read({})).toBeUndefined();
    expect(read({ [CERT]: 'own.pem', [KEY]: 'own.key' })).toEqual({ ...own, clientCa: undefined });
    expect(read({ [CERT]: 'own.pem', [KEY]: 'own.key', [CLIENT_CA]: 'ca.pem' })).toEqual({
      ...own,
      clientCa: authority.cert,
    });
  });

  test.each([
    ['a certificate without its key', { [CERT]: 'own.pem' }, [KEY]],
    ['a key without its certificate', { [KEY]: 'own.key' }, [KEY]],
    ['the key of another certificate', { [CERT]: 'own.pem', [KEY]: 'other.key' }, [KEY]],
    ['a client authority alone', { [CLIENT_CA]: 'ca.pem' }, [CERT]],
    ['a file that is not there', { [CERT]: 'own.pem', [KEY]: 'gone.key' }, [KEY]],
    ['a file that is no certificate', { [CERT]: 'text.pem', [KEY]: 'own.key' }, [CERT]],
  ])('refuses %s, without quoting a file', (_, files, variables) => {
    expect(() => read(files)).toThrow(ConfigError);
    try {
      read(files);
    } catch (error) {
      const { details, message } = error as ConfigError;
      expect(details.faults.map(({ variable }) => variable)).toEqual(
        expect.arrayContaining(variables),
      );
      expect(message).not.toMatch(/hunter2|BEGIN/);
    }
  });
});
