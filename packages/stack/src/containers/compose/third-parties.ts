import { REGISTRY_STORE } from '../../deploy/registry-database.ts';
import { chooseCopies, readBrokerSettings } from '../../kafka/broker-settings.ts';
import { toEnvironment } from '../../kafka/container-settings.ts';
import { readKafkaVersion } from '../../kafka/jars.ts';
import {
  BROKERS_SECRET,
  literal,
  loginSecret,
  POSTGRES_SECRET,
  placeholderOf,
  SECRET_FILES,
} from '../secret-names.ts';
import { CONFINED, type Container, checkedBy } from './compose-file.ts';

/** The server that the local stack runs, as its makers ship it. */
const POSTGRES_IMAGE = 'postgres:18.4-bookworm';
const REGISTRY_IMAGE = 'apicurio/apicurio-registry:3.3.3';

export const DATABASE_HOST = 'postgres:5432';
export const REGISTRY_URL = 'http://registry:8080/apis/ccompat/v7';
/** Where users log in, and where a certificate does for a login. */
export const BROKER = 'kafka:9092';
export const MTLS_BROKER = 'kafka:9093';

export const describePostgres = (): Container => ({
  ...CONFINED,
  image: POSTGRES_IMAGE,
  user: 'postgres',
  command: ['postgres', '-c', 'default_statistics_target=10'],
  environment: {
    POSTGRES_PASSWORD: placeholderOf(POSTGRES_SECRET),
    POSTGRES_INITDB_ARGS: '--auth-host=scram-sha-256',
  },
  // Over TCP, where the server that only prepares the cluster does not listen.
  healthcheck: checkedBy('CMD', 'pg_isready', '-q', '-h', '127.0.0.1', '-U', 'postgres'),
  volumes: ['postgres:/var/lib/postgresql'],
  tmpfs: ['/tmp', '/var/run/postgresql'],
  mem_limit: '1g',
  pids_limit: 300,
  stop_grace_period: '60s',
  restart: 'unless-stopped',
});

const CLIENT_PORT = 9092;
const MTLS_PORT = 9093;
const INTERNAL_PORT = 9094;
const CONTROLLER_PORT = 9095;
const BROKER_PASSWORD = '{BROKER_PASSWORD}';

/**
 * One broker: on one machine three would guard against nothing but a broker's own end, and cost three times the memory. A deployment
 * that must not lose a record brings a cluster of three, on three machines.
 */
export const describeKafka = (): Container => ({
  ...CONFINED,
  image: `apache/kafka:${readKafkaVersion()}`,
  environment: {
    // Any name will do; another one would not accept the volume.
    CLUSTER_ID: 'dG9sZC1vbmNlLWRldi0wMQ',
    KAFKA_HEAP_OPTS: '-Xms256m -Xmx512m',
    LOG_DIR: '/tmp/logs',
    ...toEnvironment(describeBroker()),
  },
  secrets: [SECRET_FILES.authority, SECRET_FILES.brokerKeystore],
  // Whether it can do its work is for prepare-bus to find out, which asks it as its clients do.
  healthcheck: checkedBy('CMD', 'bash', '-c', `exec 3<>/dev/tcp/127.0.0.1/${CLIENT_PORT}`),
  volumes: ['kafka:/var/lib/kafka/data'],
  // Its start script writes the settings to a file; compression runs code that it unpacks.
  tmpfs: ['/tmp:exec', '/opt/kafka/config', '/opt/kafka/logs'],
  mem_limit: '1g',
  pids_limit: 300,
  stop_grace_period: '60s',
  restart: 'unless-stopped',
});

/** The table of infra/kafka for a broker in a container: it is reached by its name, and listens on whatever address it has there. */
function describeBroker(): Readonly<Record<string, string>> {
  const settings = readBrokerSettings(['common', 'loopback', 'secured'], {
    ...chooseCopies(1),
    ID: 1,
    HOST: 'kafka',
    PORT: CLIENT_PORT,
    MTLS_PORT,
    INTERNAL_PORT,
    CONTROLLER_PORT,
    VOTERS: `1@127.0.0.1:${CONTROLLER_PORT}`,
    DATA: '/var/lib/kafka/data',
    PKI: '/run/secrets',
    BROKER_PASSWORD,
  });
  const asked = Object.entries(settings).map(([name, value]) => {
    const listened = name === 'listeners' ? value.replaceAll('://kafka:', '://0.0.0.0:') : value;
    return [
      name,
      literal(listened).replaceAll(BROKER_PASSWORD, placeholderOf(BROKERS_SECRET)),
    ] as const;
  });
  return Object.fromEntries(asked);
}

export const describeRegistry = (): Container => ({
  ...CONFINED,
  image: REGISTRY_IMAGE,
  environment: {
    APICURIO_STORAGE_KIND: 'sql',
    APICURIO_STORAGE_SQL_KIND: 'postgresql',
    APICURIO_DATASOURCE_URL: `jdbc:postgresql://${DATABASE_HOST}/${REGISTRY_STORE}`,
    APICURIO_DATASOURCE_USERNAME: REGISTRY_STORE,
    APICURIO_DATASOURCE_PASSWORD: placeholderOf(loginSecret(REGISTRY_STORE)),
  },
  depends_on: { 'prepare-databases': { condition: 'service_completed_successfully' } },
  // The image need have nothing but a shell.
  healthcheck: checkedBy(
    'CMD',
    'bash',
    '-c',
    literal(
      'exec 3<>/dev/tcp/127.0.0.1/8080 && printf \'GET /apis/ccompat/v7/subjects HTTP/1.0\\r\\n\\r\\n\' >&3 && read -r _ status _ <&3 && [ "$status" = 200 ]',
    ),
  ),
  tmpfs: ['/tmp:exec'],
  mem_limit: '1g',
  pids_limit: 300,
  restart: 'unless-stopped',
});
