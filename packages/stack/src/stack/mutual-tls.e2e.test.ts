import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import tls from 'node:tls';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { callService, createSenders, createTokenSource } from '@told/service';
import { type Certificate, createAuthority, issueCertificate } from '../pki/certificates.ts';
import { takePort } from '../ports.ts';
import { type ServiceProcess, startService } from '../processes/service-process.ts';
import {
  COMPILED,
  describeEnvironment,
  locateMain,
  SERVICE_LIST,
  type ServiceDefinition,
  type Surroundings,
} from './service-list.ts';
import type { Stack } from './stack.ts';
import { startStack } from './start-stack.ts';

const NAMES = ['intake', 'gateway'];

let dir: string;
let stack: Stack;
let authority: Certificate;
const usual = tls.getCACertificates('default');
const secured = new Map<string, ServiceProcess>();

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-stack-test-'));
  fs.chmodSync(dir, 0o755);
  stack = await startStack({ dir, services: NAMES, fsync: false });
  authority = await createAuthority('Told Once test');
  fs.writeFileSync(path.join(dir, 'ca.pem'), authority.cert);
  tls.setDefaultCACertificates([...usual, authority.cert]); // to see when they are ready
  const around = await describeSurroundings();
  const services = SERVICE_LIST.filter(({ name }) => NAMES.includes(name));
  await Promise.all(services.map((service) => startSecured(service, around)));
});
afterAll(async () => {
  tls.setDefaultCACertificates(usual);
  await Promise.all([...secured.values()].map((service) => service.stop()));
  await stack.stop();
  fs.rmSync(dir, { recursive: true });
});

/** As the stack has them, but that each service is reached at an address of a further instance of its own. */
async function describeSurroundings(): Promise<Surroundings> {
  const settings = JSON.parse(fs.readFileSync(path.join(dir, 'settings.json'), 'utf8'));
  const urls = new Map<string, string>();
  for (const name of NAMES) urls.set(`${name}-2`, `https://127.0.0.1:${await takePort()}`);
  return {
    ...{ path: '', settings, registry: stack.registry, urls, logLevel: 'info' },
    issuer: { ...stack.auth, clients: stack.clients },
    agencies: ['central-bedfordshire', 'jobcentre', 'luton'],
    ...{ kafka: undefined, logUsers: undefined, keys: stack.keyFiles },
    databaseUrl(database, login) {
      const url = new URL(stack.adminUrl(database));
      return Object.assign(url, { username: login, password: settings.passwords[login] }).href;
    },
  };
}

/** The service once more, told to take nobody without a certificate. */
async function startSecured(of: ServiceDefinition, around: Surroundings): Promise<void> {
  const service = { ...of, name: `${of.name}-2` };
  const { clientId: name } = of;
  const own = await issueCertificate(authority, { name, hosts: ['127.0.0.1'], isClientToo: true });
  const files = { cert: path.join(dir, `${name}.pem`), key: path.join(dir, `${name}.key`) };
  fs.writeFileSync(files.cert, own.cert);
  fs.writeFileSync(files.key, own.key);
  const started = await startService({
    ...{ name: service.name, main: locateMain(service), heap: service.heap },
    env: {
      ...describeEnvironment(service, around),
      NODE_COMPILE_CACHE: COMPILED,
      TOLD_TLS_CERT_FILE: files.cert,
      TOLD_TLS_KEY_FILE: files.key,
      TOLD_TLS_CLIENT_CA_FILE: path.join(dir, 'ca.pem'),
    },
    url: around.urls.get(service.name) ?? '',
    logDir: path.join(dir, 'logs'),
  });
  secured.set(of.name, started);
}

/** Registers a case with the gateway, which asks intake whom it is about. */
async function register(caseReference: string, as: Certificate) {
  const { services } = await createSenders({
    ...{ tlsCert: as.cert, tlsKey: as.key, tlsClientCa: authority.cert },
  });
  const client = stack.clients.find(({ clientId }) => clientId === 'luton');
  return callService(`${secured.get('gateway')?.url}/v1/interests`, {
    token: createTokenSource({
      ...{ tokenUrl: stack.auth.tokenUrl, audience: stack.auth.audience },
      ...{ clientId: 'luton', clientSecret: client?.clientSecret ?? '', scope: 'interests:write' },
    }),
    body: {
      ...{ capacity: 'council-tax-liable', caseReference, from: '2010-01-04' },
      person: {
        ...{ nino: 'QQ 12 34 56 C', surname: 'Sample', forename: 'Asha' },
        birthDate: '1980-02-29',
      },
    },
    fetch: services,
  });
}

test('services that take nobody without a certificate know each other by theirs', async () => {
  const luton = await issueCertificate(authority, { name: 'luton' });
  const answer = await register('LTN-000777', luton);
  expect(answer).toMatchObject({
    ok: true,
    body: { caseReference: 'LTN-000777', matched: 'nino' },
  });
  const jobcentre = await issueCertificate(authority, { name: 'jobcentre' });
  await expect(register('LTN-000778', jobcentre)).rejects.toMatchObject({
    code: 'dependency-unavailable',
  });
  // Written in the background; the test's own time limit ends a wait for what never comes.
  const log = secured.get('gateway')?.log ?? '';
  while (!fs.readFileSync(log, 'utf8').includes('"reason":"certificate-of-another"'))
    await sleep(20);
});
