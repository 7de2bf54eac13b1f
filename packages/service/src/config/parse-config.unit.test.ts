import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { baseConfig, checkBaseConfig } from './base-config.ts';
import { readLogSettings } from './log-settings.ts';
import { ConfigError, parseConfig } from './parse-config.ts';
import { list, optional, text, urls } from './variables.ts';

const good = {
  TOLD_SERVICE: 'intake',
  TOLD_DATABASE_URL: 'postgres://intake:pw@127.0.0.1:5432/intake',
  TOLD_LOG_KIND: 'embedded',
  TOLD_LOG_URL: 'postgres://intake:pw@127.0.0.1:5432/told_log',
  TOLD_REGISTRY_URL: 'http://127.0.0.1:8081',
  TOLD_AUTH_ISSUER: 'http://127.0.0.1:9000',
  TOLD_AUTH_JWKS_URL: 'http://127.0.0.1:9000/jwks',
  TOLD_AUTH_TOKEN_URL: 'http://127.0.0.1:9000/token',
  TOLD_AUTH_AUDIENCE: 'told',
  TOLD_BUSINESS_DATE: '2010-04-05@2026-03-01T09:30:00Z',
  TOLD_IDENTITY_MODE: 'synthetic',
};
const faultsOf = (env: Record<string, string | undefined>) => {
  try {
    parseConfig(env, baseConfig, checkBaseConfig);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new TypeError('the environment was taken');
};

describe('the configuration', () => {
  test('is read with its types and defaults', () => {
    const config = parseConfig(
      { ...good, TOLD_AGENCIES: 'luton, jobcentre' },
      { ...baseConfig, agencies: list('TOLD_AGENCIES'), note: optional(text('TOLD_NOTE')) },
    );
    expect(config).toMatchObject({
      service: 'intake',
      host: '127.0.0.1',
      port: 0,
      logKind: 'embedded',
      businessDate: { kind: 'started', date: '2010-04-05' },
      agencies: ['luton', 'jobcentre'],
      note: undefined,
    });
  });

  test('reads where the instances of a service listen', () => {
    const spec = { gateway: urls('TOLD_GATEWAY_URL') };
    const read = (value: string) => parseConfig({ TOLD_GATEWAY_URL: value }, spec).gateway;
    expect(read('http://a:1')).toEqual(['http://a:1']);
    expect(read('http://a:1/, https://b')).toEqual(['http://a:1', 'https://b']);
    for (const bad of ['http://a:1,', 'a:1', 'http://a:1,ftp://b'])
      expect(() => read(bad)).toThrow('TOLD_GATEWAY_URL');
  });

  test('names all missing and bad variables at once, and no value', () => {
    const { TOLD_REGISTRY_URL: _, ...rest } = good;
    const error = faultsOf({
      ...rest,
      TOLD_SERVICE: '',
      TOLD_PORT: '70000',
      TOLD_DATABASE_URL: 'mysql://root:hunter2@x/y',
      TOLD_CLIENT_SECRET: 'hunter2',
      TOLD_BUSINESS_DATE: '2010-02-30@2026-03-01T09:30:00Z',
      TOLD_LOG_KIND: 'rabbit',
    });
    expect(error.details.faults.map(({ variable }) => variable).sort()).toEqual([
      'TOLD_BUSINESS_DATE',
      'TOLD_CLIENT_SECRET',
      'TOLD_DATABASE_URL',
      'TOLD_LOG_KIND',
      'TOLD_PORT',
      'TOLD_REGISTRY_URL',
      'TOLD_SERVICE',
    ]);
    expect(error.message).toContain('TOLD_REGISTRY_URL: is not set');
    expect(error.message).not.toMatch(/hunter2|70000|rabbit|2010-02-30/);
  });

  const URL = 'postgres://intake:pw@127.0.0.1:5432/told_log';
  const BROKERS = '127.0.0.1:9092,kafka-2.example:9092';
  test.each([
    ['an embedded log without its address', 'embedded', undefined, undefined, ['TOLD_LOG_URL']],
    ['an embedded log with brokers', 'embedded', URL, BROKERS, ['TOLD_LOG_BROKERS']],
    ['Kafka without brokers', 'kafka', undefined, undefined, ['TOLD_LOG_BROKERS']],
    ['Kafka with a database', 'kafka', URL, BROKERS, ['TOLD_LOG_URL']],
    ['a log with the other address', 'kafka', URL, undefined, ['TOLD_LOG_BROKERS', 'TOLD_LOG_URL']],
    ['a broker without a port', 'kafka', undefined, '127.0.0.1', ['TOLD_LOG_BROKERS']],
    ['a port that cannot be', 'kafka', undefined, 'a:1,b:65536', ['TOLD_LOG_BROKERS']],
    ['a bad address, named once', 'embedded', 'http://x', undefined, ['TOLD_LOG_URL']],
  ])('refuses %s', (_, kind, url, brokers, variables) => {
    const env = { TOLD_LOG_KIND: kind, TOLD_LOG_URL: url, TOLD_LOG_BROKERS: brokers };
    const { details } = faultsOf({ ...good, ...env });
    expect(details.faults.map(({ variable }) => variable).sort()).toEqual(variables);
  });

  test('says where the log is', () => {
    const read = (env: Record<string, string | undefined>) =>
      readLogSettings(parseConfig({ ...good, ...env }, baseConfig, checkBaseConfig));
    expect(read({})).toEqual({ kind: 'embedded', url: good.TOLD_LOG_URL });
    expect(
      read({ TOLD_LOG_KIND: 'kafka', TOLD_LOG_URL: undefined, TOLD_LOG_BROKERS: BROKERS }),
    ).toEqual({ kind: 'kafka', brokers: ['127.0.0.1:9092', 'kafka-2.example:9092'] });
  });

  describe('access to Kafka', () => {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-access-'));
    afterAll(() => fs.rmSync(dir, { recursive: true }));
    const write = (name: string, holds: string): string => {
      const file = path.join(dir, name);
      fs.writeFileSync(file, `-----BEGIN ${holds}-----\nx\n-----END ${holds}-----\n`);
      return file;
    };
    const [CA, CERT, KEY] = [
      write('ca.pem', 'CERTIFICATE'),
      write('cert.pem', 'CERTIFICATE'),
      write('key.pem', 'PRIVATE KEY'),
    ];
    const kafka = {
      ...good,
      ...{ TOLD_LOG_KIND: 'kafka', TOLD_LOG_URL: undefined, TOLD_LOG_BROKERS: 'a:1' },
    };
    const login = { TOLD_LOG_USER: 'told-intake', TOLD_LOG_PASSWORD: 'a long enough one' };
    const files = {
      TOLD_LOG_TLS_CA_FILE: CA,
      TOLD_LOG_TLS_CERT_FILE: CERT,
      TOLD_LOG_TLS_KEY_FILE: KEY,
    };

    test('is a login, and the texts of certificates', () => {
      const read = (env: Record<string, string | undefined>) =>
        readLogSettings(parseConfig({ ...kafka, ...env }, baseConfig, checkBaseConfig));
      expect(read(login)).toEqual({
        ...{ kind: 'kafka', brokers: ['a:1'] },
        login: { username: 'told-intake', password: 'a long enough one' },
      });
      expect(read({ TOLD_LOG_TLS_CA_FILE: CA })).toMatchObject({
        tls: { ca: expect.stringContaining('CERTIFICATE') },
      });
      expect(read(files)).toMatchObject({
        tls: { key: expect.stringContaining('PRIVATE KEY'), cert: expect.any(String) },
      });
    });

    test.each([
      ['a user without a password', { TOLD_LOG_USER: 'told-intake' }, ['TOLD_LOG_PASSWORD']],
      [
        'a certificate without its key',
        { ...files, TOLD_LOG_TLS_KEY_FILE: '' },
        ['TOLD_LOG_TLS_KEY_FILE'],
      ],
      [
        'a certificate for whomever',
        { ...files, TOLD_LOG_TLS_CA_FILE: '' },
        ['TOLD_LOG_TLS_CA_FILE'],
      ],
      ['a file that is not there', { TOLD_LOG_TLS_CA_FILE: `${CA}.no` }, ['TOLD_LOG_TLS_CA_FILE']],
      ['a key for a certificate', { TOLD_LOG_TLS_CA_FILE: KEY }, ['TOLD_LOG_TLS_CA_FILE']],
      [
        'either with an embedded log',
        { ...login, ...files, TOLD_LOG_KIND: 'embedded', TOLD_LOG_URL: URL, TOLD_LOG_BROKERS: '' },
        ['TOLD_LOG_TLS_CA_FILE', 'TOLD_LOG_USER'],
      ],
    ])('is not %s', (_, env, variables) => {
      const { details } = faultsOf({ ...kafka, ...env });
      expect(details.faults.map(({ variable }) => variable).sort()).toEqual(variables);
    });
  });

  test('names a fault of several variables together with all others', () => {
    const { TOLD_REGISTRY_URL: _, ...rest } = good;
    const { details } = faultsOf({ ...rest, TOLD_LOG_URL: undefined });
    expect(details.faults.map(({ variable }) => variable).sort()).toEqual([
      'TOLD_LOG_URL',
      'TOLD_REGISTRY_URL',
    ]);
  });

  test('refuses a client without its secret', () => {
    const { details } = faultsOf({ ...good, TOLD_CLIENT_ID: 'told' });
    expect(details.faults.map(({ variable }) => variable)).toEqual(['TOLD_CLIENT_SECRET']);
  });
});
