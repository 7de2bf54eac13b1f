import { readConfigOrExit } from '@told/service';
import { prepareDatabases } from '../stack/databases.ts';
import { SERVICE_LIST } from '../stack/service-list.ts';
import { parseDatabasesConfig } from './config.ts';

/** Logins, databases and migrations of all services, on a server that is theirs alone. Kafka is the log, and Apicurio the registry. */
export async function prepareServer(): Promise<void> {
  const { databaseUrl, passwords } = readConfigOrExit(parseDatabasesConfig);
  const adminUrl = (database?: string): string => {
    if (database === undefined) return databaseUrl;
    const url = new URL(databaseUrl);
    url.pathname = `/${database}`;
    return url.href;
  };
  await prepareDatabases({
    adminUrl,
    services: SERVICE_LIST,
    passwords,
    embeddedLog: false,
    registry: 'apicurio',
    private: true,
  });
}
