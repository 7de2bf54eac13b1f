import {
  type ConfigFault,
  type ConfigOf,
  checkLogConfig,
  logVariables,
  POSTGRES_SCHEMES,
  parseConfig,
  url,
} from '@told/service';
import { secretMap } from '../secret-map.ts';
import { listLogins } from '../stack/databases.ts';
import { SERVICE_LIST } from '../stack/service-list.ts';
import { REGISTRY_STORE } from './registry-database.ts';

const databases = {
  /** A superuser's. */
  databaseUrl: url('TOLD_DATABASE_URL', POSTGRES_SCHEMES),
  /** Login → password. */
  passwords: secretMap('TOLD_DATABASE_PASSWORDS'),
} as const;

const bus = {
  ...logVariables,
  /** Broker user → password. */
  logUsers: secretMap('TOLD_LOG_USERS'),
  registryUrl: url('TOLD_REGISTRY_URL'),
} as const;

export type DatabasesConfig = ConfigOf<typeof databases>;
export type BusConfig = ConfigOf<typeof bus>;

export const parseDatabasesConfig = (env: NodeJS.ProcessEnv): DatabasesConfig =>
  parseConfig(env, databases, checkPasswords);

export const parseBusConfig = (env: NodeJS.ProcessEnv): BusConfig =>
  parseConfig(env, bus, checkBus);

function checkPasswords({ passwords = {} }: Partial<DatabasesConfig>): readonly ConfigFault[] {
  const missing = [...listLogins(SERVICE_LIST), REGISTRY_STORE].filter(
    (login) => passwords[login] === undefined,
  );
  if (missing.length === 0) return [];
  return [{ variable: 'TOLD_DATABASE_PASSWORDS', fault: `has none for ${missing.join(', ')}` }];
}

function checkBus(config: Partial<BusConfig>): readonly ConfigFault[] {
  const fault = 'must be kafka: an embedded log has neither users nor rights';
  const isOther = config.logKind !== undefined && config.logKind !== 'kafka';
  return [...checkLogConfig(config), ...(isOther ? [{ variable: 'TOLD_LOG_KIND', fault }] : [])];
}
