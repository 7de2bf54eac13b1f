import path from 'node:path';
import type { Agency } from '@told/agreements';
import type { LogSettings } from '@told/service';
import { readStackConfig, type StackConfig } from '../config.ts';
import { REGISTRY_STORE } from '../deploy/registry-database.ts';
import { StackError } from '../errors.ts';
import { listClients } from '../issuer/clients.ts';
import { type Issuer, startIssuer } from '../issuer/start-issuer.ts';
import { findJavaObstacle } from '../kafka/find-kafka-source.ts';
import { type Kafka, type KafkaSource, startKafka } from '../kafka/index.ts';
import { type RestartablePostgres, startRestartable } from '../postgres/index.ts';
import { askedRegistry } from '../registry/asked-registry.ts';
import type { Registry } from '../registry/registry.ts';
import { startRegistry } from '../registry/start-registry.ts';
import { applyRights } from '../rights/apply-rights.ts';
import { listLogUsers } from '../rights/list-rights.ts';
import { createTopics } from './create-topics.ts';
import { listLogins, nameRegistryDatabase, prepareDatabases } from './databases.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { readAgencies, readMembers } from './infra.ts';
import { type KeyFiles, keepKeyFiles } from './key-files.ts';
import { keepLogUsers, type LogUsers } from './log-users.ts';
import { LOG_DATABASE, type ServiceDefinition } from './service-list.ts';
import { keepKafkaSource, keepSettings, type Settings } from './settings.ts';
import type { StackOptions, StackStep } from './stack.ts';
import type { Undo } from './undo.ts';

/** All that the services stand on. */
export type Ground = {
  readonly lock: FolderLock;
  readonly settings: Settings;
  readonly agencies: readonly string[];
  readonly postgres: RestartablePostgres;
  /** Undefined: the log is embedded. */
  readonly kafka: Kafka | undefined;
  /** Of a secured Kafka; undefined: nobody is asked for a login. */
  readonly logUsers: LogUsers | undefined;
  readonly registry: Registry;
  readonly issuer: Issuer;
  /** Service → where it will listen. */
  readonly urls: ReadonlyMap<string, string>;
  /** Undefined: bodies stay in clear. */
  readonly keys: KeyFiles | undefined;
  /** PATH for the services' processes. */
  readonly path: string;
  /** A login's URL of a database. */
  databaseUrl(database: string, login: string): string;
};

export type Step = <T>(name: StackStep, run: () => Promise<T>) => Promise<T>;

export type GroundWork = {
  readonly options: StackOptions;
  readonly services: readonly ServiceDefinition[];
  /** Called once the folder is ours. */
  readonly chooseUrls: () => Promise<ReadonlyMap<string, string>>;
  readonly step: Step;
  readonly undo: Undo;
};

/** PostgreSQL and Kafka, databases, topics, registry with schemas, issuer; each step's undoing goes to `undo` as soon as it is done. */
export async function layGround(work: GroundWork): Promise<Ground> {
  const { options, services, step, undo } = work;
  const config = readStackConfig();
  const files = await readAgencies();
  const agencies = files.map(({ id }) => id);
  const lock = await lockFolder(options.dir);
  undo.later(() => lock.release());
  const settings = settle(await askedRegistry(options, config), services, config);
  const of = { options, services, settings, config, step, undo };
  const [postgres, kafka] = await startServers(of);
  const databaseUrl = (database: string, login: string): string =>
    withLogin(postgres.url(database), login, settings.passwords[login] ?? '');
  const log: LogSettings =
    kafka === undefined
      ? { kind: 'embedded', url: postgres.url(LOG_DATABASE) }
      : { kind: 'kafka', ...kafka.access };
  const [logUsers] = await step('topics', () =>
    Promise.all([admitUsers(options.dir, kafka), createTopics(log, files)]),
  );
  const registry = await step('registry', () =>
    launchRegistry(options, settings, agencies, databaseUrl),
  );
  undo.later(() => registry.close());
  const urls = await work.chooseUrls();
  const issuer = await step('issuer', () => launchIssuer(options, files, urls.get('console')));
  undo.later(() => issuer.close());
  const started = { lock, settings, agencies, postgres, kafka, logUsers, registry, issuer, urls };
  const keys = settings.sealing && keepKeyFiles(options.dir);
  return { ...started, keys, path: config.path, databaseUrl };
}

const settle = (
  options: StackOptions,
  services: readonly ServiceDefinition[],
  config: StackConfig,
): Settings =>
  keepSettings({
    dir: options.dir,
    logKind: options.logKind,
    kafkaNodes: options.kafkaNodes,
    kafkaSecurity: options.kafkaSecurity,
    kafkaSource: askedSource(options, config),
    registry: options.registry,
    sealing: options.sealing,
    logins: [...listLogins(services), REGISTRY_STORE],
    businessDate: options.businessDate,
    now: new Date(),
  });

interface Servers {
  readonly options: StackOptions;
  readonly services: readonly ServiceDefinition[];
  readonly settings: Settings;
  readonly config: StackConfig;
  readonly step: Step;
  readonly undo: Undo;
}

/** PostgreSQL with its databases, and at the same time Kafka, if it is the log. Kafka is stopped before PostgreSQL. */
async function startServers(
  of: Servers,
): Promise<readonly [RestartablePostgres, Kafka | undefined]> {
  const { settings, step, undo } = of;
  const [postgres, kafka] = await Promise.allSettled([
    openDatabases(of),
    settings.logKind === 'kafka' ? step('kafka', () => launchKafka(of)) : undefined,
  ]);
  if (kafka.status === 'fulfilled') undo.later(() => kafka.value?.stop());
  if (postgres.status === 'rejected') throw postgres.reason;
  if (kafka.status === 'rejected') throw kafka.reason;
  return [postgres.value, kafka.value];
}

async function openDatabases(of: Servers): Promise<RestartablePostgres> {
  const { options, services, settings, config, step, undo } = of;
  const postgres = await step('postgres', () =>
    launchPostgres(options, options.databaseUrl ?? config.databaseUrl),
  );
  undo.later(() => postgres.stop());
  await step('databases', () =>
    prepareDatabases({
      adminUrl: postgres.url,
      services,
      passwords: settings.passwords,
      embeddedLog: settings.logKind === 'embedded',
      registry: settings.registry,
      private: postgres.pid !== undefined,
    }),
  );
  return postgres;
}

const askedSource = (
  { kafkaSource }: StackOptions,
  { kafkaBrokers }: StackConfig,
): KafkaSource | undefined => kafkaSource ?? (kafkaBrokers.length > 0 ? 'given' : undefined);

/** Throws `records-gone` besides what `startKafka` throws. */
async function launchKafka({ options, settings, config }: Servers): Promise<Kafka> {
  const { dir, onNote } = options;
  const { kafkaNodes, kafkaSecurity } = settings;
  if (settings.kafkaSource === 'container') throw new StackError('records-gone', { dir });
  const source =
    settings.kafkaSource ?? askedSource(options, config) ?? (await preferKeptRecords(config));
  const kafka = await startKafka({
    dir: path.join(dir, 'kafka'),
    ...(kafkaNodes && { nodes: kafkaNodes }),
    ...(kafkaSecurity && { security: kafkaSecurity }),
    ...(source && { source }),
    ...listKafkaPorts(options),
    ...(onNote && { onProgress: onNote }),
  });
  keepKafkaSource(dir, settings, kafka.source);
  return kafka;
}

/** Fixed ones are for all brokers or none. */
function listKafkaPorts({ ports = {}, kafkaAdvertisedPorts }: StackOptions) {
  const fixed = [1, 2, 3].flatMap((id) => ports[`kafka-${id}`] ?? []);
  return {
    ...(fixed.length > 0 && { ports: fixed }),
    ...(kafkaAdvertisedPorts && { advertisedPorts: kafkaAdvertisedPorts }),
  };
}

/** A container takes its records with it when it stops, and the databases beside it stay: brokers of our own come first here. */
const preferKeptRecords = async (config: StackConfig): Promise<KafkaSource | undefined> =>
  (await findJavaObstacle(config)) === undefined ? 'java' : undefined;

const launchPostgres = (options: StackOptions, databaseUrl: string | undefined) =>
  startRestartable({
    dir: path.join(options.dir, 'postgres'),
    port: options.ports?.['postgres'] ?? 0,
    durable: options.fsync !== false,
    ...(databaseUrl && { databaseUrl }),
  });

function launchRegistry(
  { dir, ports, onNote }: StackOptions,
  { registry }: Settings,
  agencies: readonly string[],
  databaseUrl: Ground['databaseUrl'],
): Promise<Registry> {
  const database = nameRegistryDatabase(registry);
  return startRegistry({
    kind: registry,
    dir: path.join(dir, 'registry'),
    database: { url: databaseUrl(database, database) },
    port: ports?.['registry'],
    agencies,
    ...(onNote && { onProgress: onNote }),
  });
}

const launchIssuer = (
  options: StackOptions,
  agencies: readonly Agency[],
  consoleUrl: string | undefined,
) =>
  startIssuer({
    dir: path.join(options.dir, 'issuer'),
    clients: listClients(agencies),
    rotatable: agencies.map(({ id }) => id),
    port: options.ports?.['issuer'] ?? 0,
    ...(consoleUrl !== undefined && { consoleUrl }),
  });

/** Users of a secured log, with what each may do and a certificate that says the same as its login. */
async function admitUsers(dir: string, kafka: Kafka | undefined): Promise<LogUsers | undefined> {
  if (!kafka?.secured) return undefined;
  const names = listLogUsers(await readMembers());
  const users = keepLogUsers(dir, names);
  await applyRights(kafka.access, users);
  for (const name of names) await kafka.secured.certificates.keep({ name });
  return users;
}

function withLogin(adminUrl: string, login: string, password: string): string {
  const url = new URL(adminUrl);
  url.username = login;
  url.password = password;
  return url.href;
}
