import path from 'node:path';
import { awaitAnswer } from '../../registry/await-answer.ts';
import { CONSOLE, SERVICE_LIST } from '../../stack/service-list.ts';
import { createUndo, type Undo } from '../../stack/undo.ts';
import type { ComposeFile, Container } from '../compose/compose-file.ts';
import { REGISTRY_URL } from '../compose/third-parties.ts';
import { awaitHealthy, awaitJob, type Here, startContainer, stopContainer } from './containers.ts';
import { openMachine } from './open-machine.ts';
import { startBroker, startRegistry } from './start-in-java.ts';

const REGISTRY_TIMEOUT_MS = 120_000;

type Say = (what: string) => void;
type Get = (name: string) => Container;

/**
 * Starts all of docker-compose.yml in its own order, as processes: our containers from the folders made of them, as a user who owns none; the
 * broker and the registry as their images would; PostgreSQL from npm's binaries. Rejects with the first thing that is not as it must be.
 */
export async function checkArea(
  file: ComposeFile,
  images: ReadonlyMap<string, string>,
  dir: string,
  say: Say,
): Promise<void> {
  const get: Get = (name) => {
    const found = file.services[name];
    if (found === undefined) throw new Error(`docker-compose.yml has ${name}`);
    return found;
  };
  const undo = createUndo();
  try {
    const here = await openMachine(images, dir, undo);
    await layGround(get, here, undo, say);
    await runServices(get, here, undo, say);
  } finally {
    await undo.all();
  }
}

/** Broker, databases, registry, and what the bus needs. */
async function layGround(get: Get, here: Here, undo: Undo, say: Say): Promise<void> {
  const broker = await startBroker(
    path.join(here.dir, 'kafka'),
    environmentHere(get('kafka'), here),
    say,
  );
  undo.later(broker.stop);
  await runJob('prepare-databases', get, here, say);
  const registryUrl = here.translate(REGISTRY_URL);
  const registry = await startRegistry(
    here.dir,
    {
      ...environmentHere(get('registry'), here),
      QUARKUS_HTTP_HOST: '127.0.0.1',
      QUARKUS_HTTP_PORT: new URL(registryUrl).port,
    },
    say,
  );
  undo.later(registry.stop);
  await awaitAnswer(registryUrl, REGISTRY_TIMEOUT_MS);
  say('registry: answers');
  await runJob('prepare-bus', get, here, say);
}

async function runJob(name: string, get: Get, here: Here, say: Say): Promise<void> {
  await awaitJob(startContainer(name, get(name), here));
  say(`${name}: done`);
}

/** The issuer, then all services at once; each must become healthy, and end as it is asked to. */
async function runServices(get: Get, here: Here, undo: Undo, say: Say): Promise<void> {
  const start = (name: string) => {
    const container = withPort(
      get(name),
      new URL(here.translate(`http://${name}:8080`)).port,
      here,
    );
    const started = startContainer(name, container, here);
    undo.later(() => stopContainer(started));
    return { started, container };
  };
  const issuer = start('issuer');
  await awaitHealthy(issuer.started, issuer.container, here);
  const running = [issuer, ...[...SERVICE_LIST, CONSOLE].map(({ name }) => start(name))];
  for (const { started, container } of running) {
    await awaitHealthy(started, container, here);
    say(`${started.name}: healthy`);
  }
  for (const { started } of running.toReversed()) {
    const ended = await stopContainer(started);
    if (ended !== 0) throw new Error(`${started.name} ended on SIGTERM with ${ended}`);
  }
  say('all ended on SIGTERM, as asked');
}

/** Containers have addresses of their own; here they share one. */
function withPort(container: Container, port: string, { dir }: Here): Container {
  const environment = { ...container.environment, TOLD_HOST: '127.0.0.1', TOLD_PORT: port };
  const keeps = 'TOLD_ISSUER_DIR' in environment && { TOLD_ISSUER_DIR: path.join(dir, 'issuer') };
  return { ...container, environment: { ...environment, ...keeps } };
}

const environmentHere = (container: Container, here: Here): Record<string, string> =>
  Object.fromEntries(
    Object.entries(here.environmentOf(container)).map(([name, value]) => [
      name,
      here.translate(value),
    ]),
  );
