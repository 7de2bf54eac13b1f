import { createPublicKey } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { createVerifier, parsePrivateKey } from '@told/ledger';
import { CONSOLE_CLIENT } from '../issuer/clients.ts';
import { CONSOLE_SCOPES } from '../issuer/personas.ts';
import type { Issuer } from '../issuer/start-issuer.ts';
import type { Kafka } from '../kafka/kafka.ts';
import type { CertificateFolder } from '../pki/keep-certificates.ts';
import type { Program } from '../processes/compile-programs.ts';
import type { Heap } from '../processes/service-memory.ts';
import type { Registry } from '../registry/registry.ts';
import { CACHE, INFRA, SERVICES } from '../repository.ts';
import type { KeyFiles } from './key-files.ts';
import type { LogUsers } from './log-users.ts';
import type { Settings } from './settings.ts';

/** A program of services/ as the stack runs it; one may run for several agencies. */
export type ProgramDefinition = {
  readonly name: string;
  /** Folder under services/. */
  readonly folder: string;
  /** Its own OAuth client. */
  readonly clientId: string;
  readonly heap: Heap;
};

/** One that takes part in the bus. */
export type ServiceDefinition = ProgramDefinition & {
  /** Its database, and its login's name. */
  readonly database: string;
};

export const SERVICE_LIST: readonly ServiceDefinition[] = [
  { name: 'intake', folder: 'intake', database: 'intake', clientId: 'told-intake', heap: 'roomy' },
  {
    name: 'gateway',
    folder: 'gateway',
    database: 'gateway',
    clientId: 'told-gateway',
    heap: 'roomy',
  },
  {
    name: 'council-tax-central-bedfordshire',
    folder: 'council-tax',
    database: 'council_tax_central_bedfordshire',
    clientId: 'central-bedfordshire',
    heap: 'lean',
  },
  {
    name: 'council-tax-luton',
    folder: 'council-tax',
    database: 'council_tax_luton',
    clientId: 'luton',
    heap: 'lean',
  },
  {
    name: 'jobcentre',
    folder: 'jobcentre',
    database: 'jobcentre',
    clientId: 'jobcentre',
    heap: 'lean',
  },
  { name: 'audit', folder: 'audit', database: 'audit', clientId: 'told-audit', heap: 'lean' },
];

/** Pages for people. It has neither a database nor a place on the log, and nobody waits for it: it is started by itself, when the others are ready. */
export const CONSOLE: ProgramDefinition = {
  name: 'console',
  folder: 'console',
  clientId: CONSOLE_CLIENT,
  heap: 'lean',
};

/** Under which its heads are published. */
export const LEDGER_ID = 'told.example/area';

/** One for each program that these services run. */
export const listPrograms = (services: readonly ProgramDefinition[]): readonly Program[] => [
  ...new Map(
    services.flatMap((service) =>
      [locateMain(service), ...findEngine(service)].map(
        (main) => [main, { main, heap: service.heap }] as const,
      ),
    ),
  ).values(),
];

export const locateMain = ({ folder }: ProgramDefinition): string =>
  path.join(SERVICES, folder, 'src/main.ts');

/** What a service does in a thread of its own, where it has one. */
const findEngine = ({ folder }: ProgramDefinition): readonly string[] => {
  const engine = path.join(SERVICES, folder, 'src/engine.ts');
  return fs.existsSync(engine) ? [engine] : [];
};

/** Where the services' processes live, as they see it. */
type Site = {
  /** The address they listen on. */
  readonly host: string;
  /** The reviewed files of infra/. */
  readonly infra: string;
  /** Where Node keeps the programs as it compiled them; undefined: nowhere. */
  readonly compiled?: string;
  /** Where browsers reach the console; by default where it listens. */
  readonly consoleUrl?: string;
  /** Where browsers reach the issuer, when its name is one that only services know. */
  readonly issuerOrigin?: string;
};

/** Everything that the services' environments are made of. */
export type Surroundings = {
  readonly path: string;
  /** By default this machine. */
  readonly site?: Site;
  readonly settings: Pick<
    Settings,
    'areaSecret' | 'laterAreaSecrets' | 'businessDate' | 'ledgerKey' | 'laterLedgerKeys'
  >;
  readonly issuer: Omit<Issuer, 'onRotated' | 'close'>;
  readonly agencies: readonly string[];
  readonly registry: Pick<Registry, 'url'>;
  /** Undefined: the log is embedded. */
  readonly kafka:
    | (Pick<Kafka, 'brokers'> & {
        readonly secured?: { readonly certificates: Pick<CertificateFolder, 'dir'> };
      })
    | undefined;
  /** Of a secured Kafka. */
  readonly logUsers: LogUsers | undefined;
  /** Of intake and gateway; undefined: bodies stay in clear. */
  readonly keys: KeyFiles | undefined;
  readonly logLevel: string;
  /** Service → where it listens. */
  readonly urls: ReadonlyMap<string, string>;
  /** A login's URL of a database. */
  databaseUrl(database: string, login: string): string;
};

/** The services' programs as Node compiled them, whatever the data folder. */
export const COMPILED = path.join(CACHE, 'compiled');

const THIS_MACHINE: Site = { host: '127.0.0.1', infra: INFRA, compiled: COMPILED };

/** The whole environment of a service's process; it inherits nothing. The names are those of @told/service's config. */
export const describeEnvironment = (
  program: ProgramDefinition,
  around: Surroundings,
): Record<string, string> => ({
  ...describeProgram(program, around),
  ...(isOnBus(program) && describeBus(program, around)),
  ...describeOwn(program, around),
});

const isOnBus = (program: ProgramDefinition): program is ServiceDefinition => 'database' in program;

/** What every program reads. */
function describeProgram(
  program: ProgramDefinition,
  { path: searched, issuer, urls, logLevel, site = THIS_MACHINE }: Surroundings,
): Record<string, string> {
  const client = issuer.clients.find(({ clientId }) => clientId === program.clientId);
  return {
    PATH: searched,
    TZ: 'UTC',
    ...(site.compiled !== undefined && { NODE_COMPILE_CACHE: site.compiled }),
    TOLD_SERVICE: program.name,
    TOLD_HOST: site.host,
    TOLD_PORT: new URL(urls.get(program.name) ?? '').port,
    TOLD_AUTH_ISSUER: issuer.issuer,
    TOLD_AUTH_JWKS_URL: issuer.jwksUrl,
    TOLD_AUTH_TOKEN_URL: issuer.tokenUrl,
    TOLD_AUTH_AUDIENCE: issuer.audience,
    TOLD_CLIENT_ID: program.clientId,
    TOLD_CLIENT_SECRET: client?.clientSecret ?? '',
    TOLD_LOG_LEVEL: logLevel,
  };
}

/** What whoever takes part in the bus reads. */
const describeBus = (service: ServiceDefinition, around: Surroundings): Record<string, string> => ({
  TOLD_DATABASE_URL: around.databaseUrl(service.database, service.database),
  ...describeLog(service, around),
  TOLD_REGISTRY_URL: around.registry.url,
  TOLD_BUSINESS_DATE: around.settings.businessDate,
  TOLD_IDENTITY_MODE: 'synthetic',
});

/** A service logs in as its own client does elsewhere; one that runs for an agency, as that agency. */
const describeLog = (
  { database, clientId }: ServiceDefinition,
  { kafka, logUsers, databaseUrl }: Surroundings,
): Record<string, string> =>
  kafka === undefined
    ? { TOLD_LOG_KIND: 'embedded', TOLD_LOG_URL: databaseUrl(LOG_DATABASE, database) }
    : {
        TOLD_LOG_KIND: 'kafka',
        TOLD_LOG_BROKERS: kafka.brokers.join(','),
        ...(logUsers && {
          TOLD_LOG_USER: clientId,
          TOLD_LOG_PASSWORD: logUsers[clientId] ?? '',
        }),
        ...(kafka.secured && {
          TOLD_LOG_TLS_CA_FILE: path.join(kafka.secured.certificates.dir, 'ca.pem'),
        }),
      };

/** What only one kind of service reads. */
function describeOwn(
  service: ProgramDefinition,
  { settings, urls, agencies, keys, site = THIS_MACHINE }: Surroundings,
): Record<string, string> {
  const allAgencies = agencies.join(',');
  switch (service.folder) {
    case 'intake':
      return {
        TOLD_AREA_SECRETS: describeAreaSecrets(settings),
        ...describeKeys(keys),
        TOLD_GATEWAY_URL: listInstances('gateway', urls),
        TOLD_AGENCIES: allAgencies,
      };
    case 'gateway':
      return {
        ...describeKeys(keys),
        TOLD_INTAKE_URL: listInstances('intake', urls),
        TOLD_AGREEMENTS_DIR: path.join(site.infra, 'agreements'),
        TOLD_AGREEMENT_SET: '2010',
        TOLD_AGENCIES_DIR: path.join(site.infra, 'agencies'),
        TOLD_AGENCIES: allAgencies,
      };
    case 'audit':
      return {
        TOLD_LEDGER_ID: LEDGER_ID,
        TOLD_LEDGER_KEY: [settings.ledgerKey, ...(settings.laterLedgerKeys ?? [])].join(','),
        TOLD_INTAKE_URL: listInstances('intake', urls),
        TOLD_AGENCIES: allAgencies,
      };
    case 'console':
      return {
        TOLD_CONSOLE_URL: site.consoleUrl ?? urls.get(service.name) ?? '',
        TOLD_IDENTITY_MODE: 'synthetic',
        ...describeLedgerKey(settings),
        TOLD_SIGN_IN_SCOPES: CONSOLE_SCOPES.join(','),
        ...(site.issuerOrigin !== undefined && {
          TOLD_SIGN_IN_BROWSER_ORIGIN: site.issuerOrigin,
        }),
        TOLD_AUDIT_URL: listInstances('audit', urls),
        TOLD_GATEWAY_URL: listInstances('gateway', urls),
        TOLD_INTAKE_URL: listInstances('intake', urls),
        TOLD_AGENCIES: allAgencies,
      };
    default:
      return { TOLD_AGENCY: service.clientId };
  }
}

/** What verifies the heads of the ledger's first key; in a file for containers the key is not known yet. */
function describeLedgerKey({ ledgerKey }: Surroundings['settings']): Record<string, string> {
  const key = parsePrivateKey(ledgerKey);
  if (key === undefined) return {};
  return { TOLD_LEDGER_PUBLIC_KEY: createVerifier(LEDGER_ID, createPublicKey(key)).text };
}

const describeKeys = (keys: KeyFiles | undefined): Record<string, string> =>
  keys === undefined ? {} : { TOLD_KEY_FILE: keys.file, TOLD_MASTER_KEY_FILE: keys.masterKeyFile };

/** Where a service and its further instances (`gateway-2`, …) listen, as those who call it are told. */
const listInstances = (service: string, urls: ReadonlyMap<string, string>): string =>
  [...urls]
    .filter(([name]) => name.replace(/-\d+$/, '') === service)
    .map(([, url]) => url)
    .join(',');

/** As intake reads them: every version with its secret, newest last. */
const describeAreaSecrets = ({
  areaSecret,
  laterAreaSecrets = [],
}: Pick<Settings, 'areaSecret' | 'laterAreaSecrets'>): string =>
  [areaSecret, ...laterAreaSecrets].map((text, index) => `${index + 1}:${text}`).join(',');

export const LOG_DATABASE = 'told_log';
export const REGISTRY_DATABASE = 'told_registry';
