import { SERVICE_MALLOC, SERVICE_NODE_FLAGS } from '../../processes/service-memory.ts';
import { listLogUsers, type Members } from '../../rights/list-rights.ts';
import {
  CONSOLE,
  describeEnvironment,
  type ProgramDefinition,
  SERVICE_LIST,
  type ServiceDefinition,
  type Surroundings,
} from '../../stack/service-list.ts';
import {
  AREA_SECRET,
  BUSINESS_DATE,
  clientSecret,
  LEDGER_SECRET,
  LOGINS,
  listClientIds,
  listPlaceholders,
  loginSecret,
  POSTGRES_SECRET,
  referenceTo,
  SECRET_FILES,
  userSecret,
} from '../secret-names.ts';
import { CONFINED, type Container, checkedBy } from './compose-file.ts';
import { BROKER, DATABASE_HOST, MTLS_BROKER, REGISTRY_URL } from './third-parties.ts';

const VERSION = '0.1.0';
/** Inside a container; each has an address of its own. */
const PORT = 8080;
/** On this machine: the first service's, and so on in the list's order. */
const FIRST_PUBLISHED_PORT = 8081;
const ISSUER_PUBLISHED_PORT = 8080;
const CONSOLE_PUBLISHED_PORT = FIRST_PUBLISHED_PORT + SERVICE_LIST.length;
/** As browsers on this machine reach it. */
const CONSOLE_URL = `http://127.0.0.1:${CONSOLE_PUBLISHED_PORT}`;
const ISSUER_URL = `http://issuer:${PORT}`;
const SECRETS = '/run/secrets';
/** What a container keeps, in a volume. */
const KEPT = '/var/lib/told';
/** Of the official Node image. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const HEALTH_CHECK = '/app/tools/check-health.mjs';
const STARTED_WITH = ['--import', '/app/tools/check-node.mjs'];
/** For jobs, and for the issuer. */
/** What a niceness of 10, which the ledger gives itself beside other processes, is among containers: nobody waits for an entry. */
const GIVING_WAY = 110;
const SMALL = { mem_limit: '384m', pids_limit: 100 } as const;
/** Engines of the gateway have a heap of their own (see start-engine). */
const MEMORY = { lean: '512m', roomy: '1g' } as const;

const imageOf = (workspace: string): Pick<Container, 'image' | 'build'> => ({
  image: `told-once/${workspace.replace(/^.*\//, '')}:${VERSION}`,
  build: { context: '.', args: { WORKSPACE: workspace } },
});

const OF_THE_STACK = imageOf('packages/stack');

/** On this machine alone. */
const publish = (port: number): readonly string[] => [`127.0.0.1:${port}:${PORT}`];

const after = (condition: 'service_healthy' | 'service_completed_successfully') =>
  ({ condition }) as const;

/** Roles, databases and migrations, as the superuser, whom no service knows. */
export const describeDatabaseJob = (): Container => ({
  ...CONFINED,
  ...OF_THE_STACK,
  ...SMALL,
  command: [...STARTED_WITH, 'src/deploy/main.ts', 'databases'],
  environment: {
    TOLD_DATABASE_URL: `postgres://postgres:${referenceTo(POSTGRES_SECRET)}@${DATABASE_HOST}/postgres`,
    TOLD_DATABASE_PASSWORDS: listPlaceholders(LOGINS, loginSecret),
  },
  depends_on: { postgres: after('service_healthy') },
  restart: 'no',
});

/** Topics, users, rights and schemas, as the cluster's administrator, who has a certificate and no password. */
export const describeBusJob = (members: Members): Container => ({
  ...CONFINED,
  ...OF_THE_STACK,
  ...SMALL,
  command: [...STARTED_WITH, 'src/deploy/main.ts', 'bus'],
  environment: {
    TOLD_LOG_KIND: 'kafka',
    TOLD_LOG_BROKERS: MTLS_BROKER,
    TOLD_LOG_TLS_CA_FILE: `${SECRETS}/${SECRET_FILES.authority}`,
    TOLD_LOG_TLS_CERT_FILE: `${SECRETS}/${SECRET_FILES.adminCertificate}`,
    TOLD_LOG_TLS_KEY_FILE: `${SECRETS}/${SECRET_FILES.adminKey}`,
    TOLD_LOG_USERS: listPlaceholders(listLogUsers(members), userSecret),
    TOLD_REGISTRY_URL: REGISTRY_URL,
  },
  secrets: [SECRET_FILES.authority, SECRET_FILES.adminCertificate, SECRET_FILES.adminKey],
  depends_on: { kafka: after('service_healthy'), registry: after('service_healthy') },
  restart: 'no',
});

export const describeIssuer = (members: Members): Container => ({
  ...CONFINED,
  ...OF_THE_STACK,
  ...SMALL,
  command: [...STARTED_WITH, 'src/issuer/main.ts'],
  environment: {
    TOLD_HOST: '0.0.0.0',
    TOLD_PORT: String(PORT),
    TOLD_ISSUER_URL: ISSUER_URL,
    TOLD_ISSUER_DIR: KEPT,
    TOLD_CONSOLE_URL: CONSOLE_URL,
    TOLD_CLIENT_SECRETS: listPlaceholders(listClientIds(members), clientSecret),
  },
  healthcheck: checkedBy('CMD', 'node', HEALTH_CHECK, '/jwks'),
  ports: publish(ISSUER_PUBLISHED_PORT),
  volumes: [`issuer:${KEPT}`],
  restart: 'unless-stopped',
});

/** Every service that the local stack runs, told the same as there. */
export function describeServices(members: Members): Readonly<Record<string, Container>> {
  const around = describeSurroundings(members);
  return Object.fromEntries([
    ...SERVICE_LIST.map((service, index) => [
      service.name,
      describeService(service, index, around),
    ]),
    [CONSOLE.name, describeConsole(around)],
  ]);
}

/** What every program of ours has in common. */
const describeProgram = (program: ProgramDefinition, around: Surroundings) => ({
  ...CONFINED,
  ...imageOf(`services/${program.folder}`),
  command: [...SERVICE_NODE_FLAGS[program.heap], ...STARTED_WITH, 'src/main.ts'],
  environment: { ...SERVICE_MALLOC, ...describeEnvironment(program, around) },
  healthcheck: checkedBy('CMD', 'node', HEALTH_CHECK),
  mem_limit: MEMORY[program.heap],
  pids_limit: 100,
  // More than a service's own deadline, after which it ends by itself.
  stop_grace_period: '20s',
  restart: 'unless-stopped' as const,
});

/** It has no part in the bus; whatever it asks may come later, and its pages say so until then. */
const describeConsole = (around: Surroundings): Container => ({
  ...describeProgram(CONSOLE, around),
  depends_on: { issuer: after('service_healthy') },
  ports: publish(CONSOLE_PUBLISHED_PORT),
});

const describeService = (
  service: ServiceDefinition,
  index: number,
  around: Surroundings,
): Container => ({
  ...describeProgram(service, around),
  ...describeKeeping(service),
  ...(service.folder === 'audit' && { cpu_shares: GIVING_WAY }),
  depends_on: {
    'prepare-bus': after('service_completed_successfully'),
    issuer: after('service_healthy'),
  },
  ports: publish(FIRST_PUBLISHED_PORT + index),
});

/** Intake makes and destroys data keys, the gateway reads them, and nobody else knows of them. */
function describeKeeping({ folder }: ServiceDefinition): Pick<Container, 'secrets' | 'volumes'> {
  const secrets = [SECRET_FILES.authority];
  if (folder !== 'intake' && folder !== 'gateway') return { secrets };
  const volume = `keys:${KEPT}${folder === 'gateway' ? ':ro' : ''}`;
  return { secrets: [...secrets, SECRET_FILES.masterKey], volumes: [volume] };
}

const describeSurroundings = (members: Members): Surroundings => ({
  path: PATH,
  site: {
    ...{ host: '0.0.0.0', infra: '/app/infra' },
    consoleUrl: CONSOLE_URL,
    issuerOrigin: `http://127.0.0.1:${ISSUER_PUBLISHED_PORT}`,
  },
  settings: {
    areaSecret: referenceTo(AREA_SECRET),
    ledgerKey: referenceTo(LEDGER_SECRET),
    businessDate: referenceTo(BUSINESS_DATE),
  },
  issuer: {
    issuer: ISSUER_URL,
    tokenUrl: `${ISSUER_URL}/token`,
    jwksUrl: `${ISSUER_URL}/jwks`,
    audience: 'told',
    clients: listClientIds(members).map((clientId) => ({
      ...{ clientId, agency: '', scopes: [] },
      clientSecret: referenceTo(clientSecret(clientId)),
    })),
  },
  agencies: members.agencies,
  registry: { url: REGISTRY_URL },
  keys: {
    file: `${KEPT}/data-keys`,
    masterKeyFile: `${SECRETS}/${SECRET_FILES.masterKey}`,
  },
  kafka: { brokers: [BROKER], secured: { certificates: { dir: SECRETS } } },
  logUsers: Object.fromEntries(
    listLogUsers(members).map((user) => [user, referenceTo(userSecret(user))]),
  ),
  logLevel: 'info',
  urls: new Map([...SERVICE_LIST, CONSOLE].map(({ name }) => [name, `http://${name}:${PORT}`])),
  databaseUrl: (database, login) =>
    `postgres://${login}:${referenceTo(loginSecret(login))}@${DATABASE_HOST}/${database}`,
});
