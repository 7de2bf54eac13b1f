import path from 'node:path';
import { type LogSettings, openEventLog } from '@told/service';
import { readStackConfig } from '../config.ts';
import { listClients } from '../issuer/clients.ts';
import { type Issuer, startIssuer } from '../issuer/start-issuer.ts';
import { type Postgres, startPostgres } from '../postgres/index.ts';
import { listLogins, prepareDatabases } from './databases.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { readAgencies, readTopics } from './infra.ts';
import { type Registry, startRegistry } from './registry.ts';
import { LOG_DATABASE, REGISTRY_DATABASE, type ServiceDefinition } from './service-list.ts';
import { keepSettings, type Settings } from './settings.ts';
import type { StackOptions, StackStep } from './stack.ts';
import type { Undo } from './undo.ts';

/** All that the services stand on. */
export type Ground = {
  readonly lock: FolderLock;
  readonly settings: Settings;
  readonly agencies: readonly string[];
  readonly postgres: Postgres;
  readonly registry: Registry;
  readonly issuer: Issuer;
  /** PATH for the services' processes. */
  readonly path: string;
  /** A login's URL of a database. */
  databaseUrl(database: string, login: string): string;
};

export type Step = <T>(name: StackStep, run: () => Promise<T>) => Promise<T>;

/** PostgreSQL, databases, topics, registry with schemas, issuer; each step's undoing goes to `undo` as soon as it is done. */
export async function layGround(
  options: StackOptions,
  services: readonly ServiceDefinition[],
  step: Step,
  undo: Undo,
): Promise<Ground> {
  const config = readStackConfig();
  const agencies = readAgencies();
  const lock = await lockFolder(options.dir);
  undo.later(() => lock.release());
  const settings = settle(options, services);
  const postgres = await step('postgres', () =>
    launchPostgres(options, options.databaseUrl ?? config.databaseUrl),
  );
  undo.later(() => postgres.stop());
  const databaseUrl = (database: string, login: string): string =>
    withLogin(postgres.url(database), login, settings.passwords[login] ?? '');
  await step('databases', () =>
    prepareDatabases({
      adminUrl: postgres.url,
      services,
      passwords: settings.passwords,
      embeddedLog: settings.logKind === 'embedded',
      private: postgres.pid !== undefined,
    }),
  );
  await step('topics', () =>
    createTopics({ kind: 'embedded', url: postgres.url(LOG_DATABASE) }, agencies),
  );
  const registry = await step('registry', () =>
    startRegistry({
      databaseUrl: databaseUrl(REGISTRY_DATABASE, REGISTRY_DATABASE),
      agencies,
      port: options.ports?.['registry'],
    }),
  );
  undo.later(() => registry.close());
  const issuer = await step('issuer', () => launchIssuer(options, agencies));
  undo.later(() => issuer.close());
  return { lock, settings, agencies, postgres, registry, issuer, path: config.path, databaseUrl };
}

const settle = (options: StackOptions, services: readonly ServiceDefinition[]): Settings =>
  keepSettings({
    dir: options.dir,
    logKind: options.logKind,
    kafkaNodes: options.kafkaNodes,
    logins: listLogins(services),
    businessDate: options.businessDate,
    now: new Date(),
  });

const launchPostgres = (options: StackOptions, databaseUrl: string | undefined) =>
  startPostgres({
    dir: path.join(options.dir, 'postgres'),
    port: options.ports?.['postgres'] ?? 0,
    durable: options.fsync !== false,
    ...(databaseUrl && { databaseUrl }),
  });

const launchIssuer = (options: StackOptions, agencies: readonly string[]) =>
  startIssuer({
    dir: path.join(options.dir, 'issuer'),
    clients: listClients(agencies),
    port: options.ports?.['issuer'] ?? 0,
  });

async function createTopics(where: LogSettings, agencies: readonly string[]): Promise<void> {
  const log = openEventLog(where, 'told-stack');
  try {
    await log.createTopics(readTopics(agencies));
  } finally {
    await log.close();
  }
}

function withLogin(adminUrl: string, login: string, password: string): string {
  const url = new URL(adminUrl);
  url.username = login;
  url.password = password;
  return url.href;
}
