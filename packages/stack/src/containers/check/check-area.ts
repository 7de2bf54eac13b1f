import fs from 'node:fs';
import path from 'node:path';
import { takePort } from '../../ports.ts';
import { startPostgres } from '../../postgres/index.ts';
import { awaitAnswer } from '../../registry/await-answer.ts';
import { SERVICE_LIST } from '../../stack/service-list.ts';
import type { ComposeFile, Container } from '../compose/compose-file.ts';
import { REGISTRY_URL } from '../compose/third-parties.ts';
import { SECRETS_FOLDER } from '../secret-names.ts';
import { writeSecrets } from '../secrets/write-secrets.ts';
import { environmentOf, readVariables } from '../test/fill-in.ts';
import {
  awaitHealthy,
  awaitJob,
  type Here,
  type Started,
  startContainer,
  stopContainer,
} from './containers.ts';
import { startBroker, startRegistry } from './start-in-java.ts';

const PASSABLE = 0o755;
const REGISTRY_TIMEOUT_MS = 120_000;

/**
 * Starts all of docker-compose.yml in its own order, as processes: our containers from the folders made of them, as a user who owns none; the
 * broker and the registry as their images would; PostgreSQL from npm's binaries.
 */
export async function checkArea(
  file: ComposeFile,
  images: ReadonlyMap<string, string>,
  dir: string,
  say: (what: string) => void,
): Promise<void> {
  const undo: (() => Promise<unknown>)[] = [];
  try {
    await runArea(file, images, dir, say, undo);
  } finally {
    for (const stop of undo.reverse()) await stop();
  }
}

async function runArea(
  file: ComposeFile,
  images: ReadonlyMap<string, string>,
  dir: string,
  say: (what: string) => void,
  undo: (() => Promise<unknown>)[],
): Promise<void> {
  await writeSecrets(dir);
  // The containers' user must come by; an engine would mount each file.
  for (const folder of ['.told', '.told/containers', SECRETS_FOLDER]) {
    fs.chmodSync(path.join(dir, folder), PASSABLE);
  }
  const variables = readVariables(fs.readFileSync(path.join(dir, '.env'), 'utf8'));
  const postgres = await startPostgres({ dir: path.join(dir, 'postgres'), durable: false });
  undo.push(() => postgres.stop());
  const places = await findPlaces(dir, postgres.port);
  const here: Here = {
    images,
    logDir: dir,
    translate: (text) =>
      [...places].reduce((sofar, [there, local]) => sofar.replaceAll(there, local), text),
    environmentOf: (container) => {
      const env = environmentOf(container, variables);
      const isAdmin = env['TOLD_DATABASE_URL']?.startsWith('postgres://postgres:');
      return isAdmin ? { ...env, TOLD_DATABASE_URL: postgres.url() } : env;
    },
  };
  const get = (name: string): Container => {
    const found = file.services[name];
    if (found === undefined) throw new Error(`docker-compose.yml has ${name}`);
    return found;
  };

  const broker = await startBroker(
    path.join(dir, 'kafka'),
    translateAll(environmentOf(get('kafka'), variables), here),
    say,
  );
  undo.push(broker.stop);
  await awaitJob(startContainer('prepare-databases', get('prepare-databases'), here));
  say('prepare-databases: done');
  const registryUrl = here.translate(REGISTRY_URL);
  const registry = await startRegistry(
    dir,
    {
      ...translateAll(environmentOf(get('registry'), variables), here),
      QUARKUS_HTTP_HOST: '127.0.0.1',
      QUARKUS_HTTP_PORT: new URL(registryUrl).port,
    },
    say,
  );
  undo.push(registry.stop);
  await awaitAnswer(registryUrl, REGISTRY_TIMEOUT_MS);
  say('registry: answers');
  await awaitJob(startContainer('prepare-bus', get('prepare-bus'), here));
  say('prepare-bus: done');

  const names = ['issuer', ...SERVICE_LIST.map(({ name }) => name)];
  const running: Started[] = [];
  for (const name of names) {
    const port = new URL(here.translate(`http://${name}:8080`)).port;
    const container = withPort(get(name), port, dir);
    const started = startContainer(name, container, here);
    undo.push(() => stopContainer(started));
    running.push(started);
    if (name === 'issuer') await awaitHealthy(started, container, here);
  }
  for (const started of running) {
    const port = new URL(here.translate(`http://${started.name}:8080`)).port;
    await awaitHealthy(started, withPort(get(started.name), port, dir), here);
    say(`${started.name}: healthy`);
  }
  for (const started of running.toReversed()) {
    const ended = await stopContainer(started);
    if (ended !== 0) throw new Error(`${started.name} ended on SIGTERM with ${ended}`);
  }
  say('all ended on SIGTERM, as asked');
}

/** Containers have addresses of their own; here they share one. */
function withPort(container: Container, port: string, dir: string): Container {
  const environment = { ...container.environment, TOLD_HOST: '127.0.0.1', TOLD_PORT: port };
  const keeps = 'TOLD_ISSUER_DIR' in environment && { TOLD_ISSUER_DIR: path.join(dir, 'issuer') };
  return { ...container, environment: { ...environment, ...keeps } };
}

const translateAll = (env: Record<string, string>, here: Here): Record<string, string> =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [name, here.translate(value)]));

/** What a container calls by name, and where it is here. Longer names first: one may be the beginning of another. */
async function findPlaces(dir: string, postgresPort: number): Promise<ReadonlyMap<string, string>> {
  const here = async (): Promise<string> => `127.0.0.1:${await takePort()}`;
  const http = ['registry', 'issuer', ...SERVICE_LIST.map(({ name }) => name)];
  const entries: [string, string][] = [];
  for (const name of http) entries.push([`http://${name}:8080`, `http://${await here()}`]);
  const [client, mtls, internal, controller] = [
    await takePort(),
    await takePort(),
    await takePort(),
    await takePort(),
  ];
  fs.mkdirSync(path.join(dir, 'issuer'), { mode: 0o777 });
  fs.chmodSync(path.join(dir, 'issuer'), 0o777);
  return new Map([
    ...entries,
    ['@postgres:5432', `@127.0.0.1:${postgresPort}`],
    ['//postgres:5432', `//127.0.0.1:${postgresPort}`],
    ['//0.0.0.0:9092', `//127.0.0.1:${client}`],
    ['//0.0.0.0:9093', `//127.0.0.1:${mtls}`],
    ['kafka:9092', `127.0.0.1:${client}`],
    ['kafka:9093', `127.0.0.1:${mtls}`],
    ['127.0.0.1:9094', `127.0.0.1:${internal}`],
    ['127.0.0.1:9095', `127.0.0.1:${controller}`],
    ['/var/lib/kafka/data', path.join(dir, 'kafka/data')],
    ['/tmp/logs', path.join(dir, 'kafka/logs')],
    ['/run/secrets', path.join(dir, SECRETS_FOLDER)],
  ]);
}
