import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { chooseCopies, readBrokerSettings } from '../kafka/broker-settings.ts';
import { ROOT } from '../repository.ts';
import type { Members } from '../rights/list-rights.ts';
import { readMembers } from '../stack/infra.ts';
import { CONSOLE, SERVICE_LIST } from '../stack/service-list.ts';
import type { ComposeFile } from './compose/compose-file.ts';
import { describeCompose, formatCompose } from './compose/describe-compose.ts';
import { containersOf, environmentOf, readVariables } from './fill-in.ts';
import { listSecrets } from './secret-names.ts';
import { completeEnvironment } from './secrets/keep-environment.ts';

const NOW = new Date('2026-03-01T09:30:00Z');
/** What Compose knows of a container (compose-spec): a name that it does not know is refused, and one that is mistyped would be. */
const KNOWN_KEYS = new Set(
  'build,cap_drop,command,cpu_shares,depends_on,environment,healthcheck,image,logging,mem_limit,pids_limit,ports,profiles,read_only,restart,secrets,security_opt,stop_grace_period,tmpfs,user,volumes'.split(
    ',',
  ),
);

let members: Members;
let text: string;
let file: ComposeFile;

beforeAll(async () => {
  members = await readMembers();
  text = fs.readFileSync(path.join(ROOT, 'docker-compose.yml'), 'utf8');
  file = parse(text) as ComposeFile;
});

describe('docker-compose.yml', () => {
  test('is what the tables and infra make of it', () => {
    // Else: npm run build -w @told/stack
    expect(text).toBe(formatCompose(describeCompose(members)));
  });

  test('runs every service that the local stack runs', () => {
    expect(Object.keys(file.services)).toEqual(
      expect.arrayContaining([...SERVICE_LIST, CONSOLE].map(({ name }) => name)),
    );
  });

  test('says nothing that Compose does not know', () => {
    expect(Object.keys(file).sort()).toEqual(['name', 'secrets', 'services', 'volumes']);
    for (const [, container] of containersOf(file)) {
      expect(Object.keys(container).filter((key) => !KNOWN_KEYS.has(key))).toEqual([]);
    }
  });

  test('gives no container a privilege, a file system to change, or memory without end', () => {
    for (const [name, container] of containersOf(file)) {
      expect([name, container]).toEqual([
        name,
        expect.objectContaining({
          profiles: ['core'],
          read_only: true,
          cap_drop: ['ALL'],
          security_opt: ['no-new-privileges:true'],
          mem_limit: expect.stringMatching(/^\d+[mg]$/),
          pids_limit: expect.any(Number),
          // Pinned to a version, never whatever is newest.
          image: expect.stringMatching(/^[a-z][a-z/-]*:\d+\.\d+[\w.-]*$/),
        }),
      ]);
    }
  });

  test('lets everybody have the processor before the ledger', () => {
    const shares = containersOf(file).flatMap(([name, { cpu_shares: own }]) =>
      own === undefined ? [] : [[name, own < 1_024]],
    );
    expect(shares).toEqual([['audit', true]]);
  });

  test('waits for what is there, in a way that it can tell', () => {
    for (const [name, { depends_on: needed = {} }] of containersOf(file)) {
      for (const [other, { condition }] of Object.entries(needed)) {
        const waitedFor = file.services[other];
        const canTell =
          condition === 'service_healthy'
            ? waitedFor?.healthcheck !== undefined
            : waitedFor?.restart === 'no';
        expect([name, other, canTell]).toEqual([name, other, true]);
      }
    }
  });

  test('checks the health of everything that goes on running', () => {
    const unchecked = containersOf(file).filter(
      ([, { restart, healthcheck }]) => (restart === 'no') !== (healthcheck === undefined),
    );
    expect(unchecked.map(([name]) => name)).toEqual([]);
  });

  test('is reached from this machine alone, each container at a port of its own', () => {
    const ports = containersOf(file).flatMap(([, container]) => container.ports ?? []);
    // The services, the issuer and the console.
    expect(ports.length).toBe(SERVICE_LIST.length + 2);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    expect(new Set(ports).size).toBe(ports.length);
  });

  test('names every volume and secret that is used, and no other', () => {
    const containers = containersOf(file).map(([, container]) => container);
    const used = containers.flatMap(({ volumes = [] }) => volumes.map((one) => one.split(':')[0]));
    expect([...new Set(used)].sort()).toEqual(Object.keys(file.volumes).sort());
    const secrets = new Set(containers.flatMap(({ secrets: own = [] }) => own));
    expect([...secrets].sort()).toEqual(Object.keys(file.secrets).sort());
  });

  test('holds no secret, and asks .env for none that is not made', () => {
    const variables = readVariables(completeEnvironment('', members, NOW));
    for (const [, container] of containersOf(file)) {
      for (const [name, value] of Object.entries(container.environment)) {
        const isSecret = /PASSWORD|SECRET|LOG_USERS|JAAS|DATABASE_URL/.test(name);
        if (isSecret && !/Scram|^jdbc:/.test(value)) expect(value).toContain('${');
      }
      expect(() => environmentOf(container, variables)).not.toThrow();
    }
  });

  test('sets the broker to what infra/kafka says', () => {
    const { kafka } = file.services;
    if (kafka === undefined) throw new TypeError('there is a broker');
    const variables = readVariables(completeEnvironment('', members, NOW));
    const properties = new Map(
      Object.entries(environmentOf(kafka, variables)).map(([name, value]) => [
        nameProperty(name),
        value,
      ]),
    );
    const asked = readBrokerSettings(['common', 'secured'], {
      ...{ ...chooseCopies(1), HOST: 'kafka', PORT: 9092, MTLS_PORT: 9093, INTERNAL_PORT: 9094 },
      ...{ CONTROLLER_PORT: 9095, PKI: '/run/secrets' },
      BROKER_PASSWORD: variables.get('SECRET_BROKERS') ?? '',
    });
    for (const [name, value] of Object.entries(asked)) {
      const wanted = name === 'listeners' ? value.replaceAll('//kafka', '//0.0.0.0') : value;
      expect([name, properties.get(name)]).toEqual([name, wanted]);
    }
  });
});

/** As the image reads it: KAFKA_A_B___C__D is a.b-c_d. */
const nameProperty = (variable: string): string =>
  variable
    .replace(/^KAFKA_/, '')
    .toLowerCase()
    .replaceAll('_', '.')
    .replaceAll('...', '-')
    .replaceAll('..', '_');

describe('.env', () => {
  test('has a secret for each name, none like another', () => {
    const variables = readVariables(completeEnvironment('', members, NOW));
    const secrets = listSecrets(members).map((name) => variables.get(name) ?? '');
    expect(new Set(secrets).size).toBe(secrets.length);
    expect(secrets.filter((secret) => !/^[\w-]{43}$/.test(secret))).toEqual([]);
    expect(variables.get('BUSINESS_DATE')).toBe('2010-04-05@2026-03-01T09:30:00.000Z');
  });

  test('keeps what is there, and gets what is missing', () => {
    const first = completeEnvironment('OWN=1\nSECRET_AREA=kept', members, NOW);
    expect(first).toMatch(/^OWN=1\nSECRET_AREA=kept\n/);
    expect(completeEnvironment(first, members, new Date())).toBe(first);
  });

  test('is not for git, and not for an image', () => {
    for (const name of ['.gitignore', '.dockerignore']) {
      const lines = fs.readFileSync(path.join(ROOT, name), 'utf8').split('\n');
      expect(lines.some((line) => line === '.env' || line === '**/.env*')).toBe(true);
    }
  });
});
