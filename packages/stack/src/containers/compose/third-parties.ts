import { REGISTRY_STORE } from '../../deploy/registry-database.ts';
import { chooseCopies, readBrokerSettings } from '../../kafka/broker-settings.ts';
import { toEnvironment } from '../../kafka/container-settings.ts';
import { readKafkaVersion } from '../../kafka/jars.ts';
import { CONFLUENT_PATH, describeApicurio } from '../../registry/apicurio-settings.ts';
import { readApicurioVersion } from '../../registry/fetch-apicurio.ts';
import {
  BROKERS_SECRET,
  literal,
  loginSecret,
  POSTGRES_SECRET,
  referenceTo,
  SECRET_FILES,
} from '../secret-names.ts';
import { CONFINED, type Container, checkedBy } from './compose-file.ts';

/** The server that the local stack runs, as its makers ship it. */
const POSTGRES_IMAGE = 'postgres:18.4-bookworm';

export const DATABASE_HOST = 'postgres:5432';
const REGISTRY_PORT = 8080;
export const REGISTRY_URL = `http://registry:${REGISTRY_PORT}${CONFLUENT_PATH}`;
/** Where users log in, and where a certificate does for a login. */
export const BROKER = 'kafka:9092';
export const MTLS_BROKER = 'kafka:9093';

export const describePostgres = (): Container => ({
  ...CONFINED,
  image: POSTGRES_IMAGE,
  user: 'postgres',
  command: ['postgres', '-c', 'default_statistics_target=10', '-c', 'max_wal_size=4GB'],
  environment: {
    POSTGRES_PASSWORD: referenceTo(POSTGRES_SECRET),
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
      literal(listened).replaceAll(BROKER_PASSWORD, referenceTo(BROKERS_SECRET)),
    ] as const;
  });
  return Object.fromEntries(asked);
}

/** The local stack's Apicurio, but that it listens on whatever address the container has. */
export const describeRegistry = (): Container => ({
  ...CONFINED,
  image: `apicurio/apicurio-registry:${readApicurioVersion()}`,
  environment: {
    ...describeStore(),
    QUARKUS_HTTP_HOST: '0.0.0.0',
  },
  depends_on: { 'prepare-databases': { condition: 'service_completed_successfully' } },
  // The image need have nothing but a shell.
  healthcheck: checkedBy(
    'CMD',
    'bash',
    '-c',
    literal(
      `exec 3<>/dev/tcp/127.0.0.1/${REGISTRY_PORT} && printf 'GET ${CONFLUENT_PATH}/subjects HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ "$status" = 200 ]`,
    ),
  ),
  tmpfs: ['/tmp:exec'],
  mem_limit: '1g',
  pids_limit: 300,
  restart: 'unless-stopped',
});

const STORE_PASSWORD = 'STORE_PASSWORD';

function describeStore(): Readonly<Record<string, string>> {
  const url = `postgres://${REGISTRY_STORE}:${STORE_PASSWORD}@${DATABASE_HOST}/${REGISTRY_STORE}`;
  const entries = Object.entries(describeApicurio({ url }, REGISTRY_PORT));
  const password = referenceTo(loginSecret(REGISTRY_STORE));
  return Object.fromEntries(
    entries.map(([name, value]) => [name, value === STORE_PASSWORD ? password : literal(value)]),
  );
}
