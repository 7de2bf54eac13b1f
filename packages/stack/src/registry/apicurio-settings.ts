import type { RegistryDatabase } from './registry.ts';

export type ApicurioOptions = {
  /** For its log, and for what the next start must know; created when missing. */
  readonly dir: string;
  readonly database: RegistryDatabase;
  /** Undefined: any free one. */
  readonly port: number | undefined;
  readonly onProgress?: (what: string) => void;
};

/** The interface of Confluent's registry, within Apicurio's address. */
export const CONFLUENT_PATH = '/apis/ccompat/v7';

/** Registration is rare and readers keep what they have read; its own default is to open twenty at once. */
const CONNECTIONS_MAX = 4;

/** How Apicurio is told, as a container and as a process: its environment. It listens on this machine only. */
export function describeApicurio(
  database: RegistryDatabase,
  port: number,
): Readonly<Record<string, string>> {
  const { hostname, port: databasePort, pathname, username, password } = new URL(database.url);
  return {
    QUARKUS_HTTP_HOST: '127.0.0.1',
    QUARKUS_HTTP_PORT: String(port),
    // A line a request, in a file that nobody cuts; what changes something is in its audit log.
    QUARKUS_HTTP_ACCESS_LOG_ENABLED: 'false',
    // Its health and metrics, on any free port instead of a fixed one of every address.
    QUARKUS_MANAGEMENT_HOST: '127.0.0.1',
    QUARKUS_MANAGEMENT_PORT: '0',
    APICURIO_STORAGE_KIND: 'sql',
    APICURIO_STORAGE_SQL_KIND: 'postgresql',
    APICURIO_DATASOURCE_URL: `jdbc:postgresql://${hostname}:${databasePort || 5432}${pathname}`,
    APICURIO_DATASOURCE_USERNAME: decodeURIComponent(username),
    APICURIO_DATASOURCE_PASSWORD: decodeURIComponent(password),
    APICURIO_DATASOURCE_JDBC_INITIAL_SIZE: '1',
    APICURIO_DATASOURCE_JDBC_MIN_SIZE: '1',
    APICURIO_DATASOURCE_JDBC_MAX_SIZE: String(CONNECTIONS_MAX),
  };
}
