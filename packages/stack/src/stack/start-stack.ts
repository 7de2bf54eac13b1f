import { createPublicKey } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { createVerifier, parsePrivateKey } from '@told/ledger';
import { StackError } from '../errors.ts';
import type { Kafka } from '../kafka/kafka.ts';
import { takePort } from '../ports.ts';
import { compilePrograms } from '../processes/compile-programs.ts';
import { measurePssBytes } from '../processes/process-state.ts';
import type { ServiceProcess } from '../processes/service-process.ts';
import { type Ground, type GroundWork, layGround, type Step } from './ground.ts';
import { keepLogUsers, type LogUsers } from './log-users.ts';
import { startServices } from './run-services.ts';
import {
  COMPILED,
  CONSOLE,
  LEDGER_ID,
  LOG_DATABASE,
  listPrograms,
  type ProgramDefinition,
  SERVICE_LIST,
  type ServiceDefinition,
} from './service-list.ts';
import type { Stack, StackOptions } from './stack.ts';
import { type StackFile, writeStackFile } from './stack-file.ts';
import { createUndo, type Undo } from './undo.ts';

/**
 * Starts Told Once on one machine: PostgreSQL, Kafka if it is the log, databases and migrations, topics, registry and schemas, issuer, and every
 * service as its own process with its own database and login. Resolves when all are ready. Whatever fails, what was
 * started is stopped again. Throws StackError, each naming cause and fix.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const undo = createUndo();
  try {
    return await startAll({ ...options, dir: path.resolve(options.dir) }, undo);
  } catch (error) {
    await undo.all().catch(() => undefined); // the first failure is the one to tell
    throw error;
  }
}

async function startAll(options: StackOptions, undo: Undo): Promise<Stack> {
  const { dir } = options;
  const services = chooseServices(options.services);
  const step = createSteps(options);
  const instances = listInstances(services, options.instances);
  const chooseUrls = () => takeUrls([...SERVICE_LIST, CONSOLE, ...instances], options.ports);
  const ground = await prepare({ options, services, chooseUrls, step, undo });
  const { urls } = ground;
  const logDir = path.join(dir, 'logs');
  const processes = new Map<string, ServiceProcess>();
  const running = {
    surroundings: { ...ground, logLevel: options.logLevel ?? 'info' },
    failpoints: options.failpoints ?? {},
    ...{ logDir, undo, processes },
  };
  await step('services', () => startServices([...services, ...instances], running));
  const startedAt = new Date().toISOString();
  const describe = (): StackFile => {
    // Another password may have been given meanwhile.
    const logUsers = ground.logUsers && keepLogUsers(dir, []);
    return {
      ...describeStack({ ...ground, logUsers }, services, startedAt),
      ...(processes.has(CONSOLE.name) && { console: { url: urls.get(CONSOLE.name) ?? '' } }),
    };
  };
  const stackFile = path.join(dir, 'stack.json');
  writeStackFile(stackFile, describe());
  ground.issuer.onRotated(() => writeStackFile(stackFile, describe()));
  undo.later(() => fs.rmSync(stackFile, { force: true }));
  return {
    ...describe(),
    get clients() {
      return ground.issuer.clients;
    },
    stackFile,
    logDir,
    adminUrl: ground.postgres.url,
    service: (name) => processes.get(name) ?? refuseUnknown(name),
    async startConsole() {
      if (!processes.has(CONSOLE.name)) await startServices([CONSOLE], running);
      writeStackFile(stackFile, describe());
      return urls.get(CONSOLE.name) ?? '';
    },
    postgres: ground.postgres,
    kafka: ground.kafka,
    keyFiles: ground.keys,
    registryProcess: ground.registry.process,
    pssBytes: () => measureAll(ground, processes),
    brokerPssBytes: () => measureBrokers(ground),
    registryPssBytes: () => measureRegistry(ground),
    stop: () => undo.all(),
  };
}

/** The ground, and meanwhile the services' programs, so that PostgreSQL's first start and their compiling take one time. */
async function prepare(work: GroundWork): Promise<Ground> {
  const [ground, compiled] = await Promise.allSettled([
    layGround(work),
    compilePrograms(listPrograms(work.services), COMPILED),
  ]);
  if (ground.status === 'rejected') throw ground.reason;
  if (compiled.status === 'rejected') throw compiled.reason;
  return ground.value;
}

/** Runs a step and tells how long it took. */
function createSteps({ onProgress }: StackOptions): Step {
  return async (name, run) => {
    const startedMs = performance.now();
    const result = await run();
    onProgress?.(name, performance.now() - startedMs);
    return result;
  };
}

function chooseServices(names: readonly string[] | undefined): readonly ServiceDefinition[] {
  for (const name of names ?? []) {
    if (!SERVICE_LIST.some((service) => service.name === name)) refuseUnknown(name);
  }
  return SERVICE_LIST.filter(({ name }) => names?.includes(name) ?? true);
}

/** Of each service the processes beyond the first: as the service itself, but for name and address. */
function listInstances(
  services: readonly ServiceDefinition[],
  wanted: StackOptions['instances'] = {},
): readonly ServiceDefinition[] {
  for (const name of Object.keys(wanted)) {
    if (!services.some((service) => service.name === name)) refuseUnknown(name);
  }
  return services.flatMap((service) =>
    Array.from({ length: (wanted[service.name] ?? 1) - 1 }, (_, index) => ({
      ...service,
      name: `${service.name}-${index + 2}`,
    })),
  );
}

function refuseUnknown(service: string): never {
  const known = SERVICE_LIST.map(({ name }) => name).join(',');
  throw new StackError('unknown-service', { service, known });
}

/** Services call each other, so every address is known before the first one starts; also of one that is left out. */
async function takeUrls(
  services: readonly ProgramDefinition[],
  ports: StackOptions['ports'] = {},
): Promise<ReadonlyMap<string, string>> {
  const urls = new Map<string, string>();
  for (const { name } of services) {
    urls.set(name, `http://127.0.0.1:${await takePort(ports[name])}`);
  }
  return urls;
}

function describeStack(
  { settings, kafka, logUsers, registry, issuer, urls, databaseUrl }: Ground,
  services: readonly ServiceDefinition[],
  startedAt: string,
): StackFile {
  return {
    pid: process.pid,
    startedAt,
    businessDate: settings.businessDate,
    services: Object.fromEntries(services.map(({ name }) => [name, { url: urls.get(name) ?? '' }])),
    databases: Object.fromEntries(
      services.map(({ name, database }) => [name, databaseUrl(database, database)]),
    ),
    log:
      kafka === undefined
        ? { kind: 'embedded', brokers: [], url: databaseUrl(LOG_DATABASE, LOG_DATABASE) }
        : { kind: 'kafka', ...kafka.access, ...describeUsers(kafka, logUsers) },
    registry: { kind: registry.kind, url: registry.url },
    auth: {
      issuer: issuer.issuer,
      tokenUrl: issuer.tokenUrl,
      jwksUrl: issuer.jwksUrl,
      audience: issuer.audience,
    },
    clients: issuer.clients,
    ledger: describeLedger(settings),
  };
}

function describeLedger({ ledgerKey }: Ground['settings']): NonNullable<StackFile['ledger']> {
  const key = parsePrivateKey(ledgerKey);
  if (key === undefined) throw new TypeError('a ledger’s key has 32 bytes');
  return { id: LEDGER_ID, key: createVerifier(LEDGER_ID, createPublicKey(key)).text };
}

const describeUsers = ({ secured }: Kafka, users: LogUsers | undefined) =>
  secured &&
  users && {
    users,
    certificates: { brokers: secured.mtlsBrokers, dir: secured.certificates.clientDir },
  };

/** Brokers and a registry of their own are this process' children too, and are taken out again. */
function measureAll(
  ground: Ground,
  processes: ReadonlyMap<string, ServiceProcess>,
): number | undefined {
  const pids = [
    process.pid,
    ground.postgres.pid,
    ...[...processes.values()].map((one) => one.pid()),
  ];
  const bytes = measurePssBytes(pids.filter((pid) => pid !== undefined));
  if (bytes === undefined) return undefined;
  return bytes - (measureBrokers(ground) ?? 0) - (measureRegistry(ground) ?? 0);
}

function measureBrokers({ kafka }: Pick<Ground, 'kafka'>): number | undefined {
  const pids = (kafka?.nodes ?? []).map((node) => node.pid()).filter((pid) => pid !== undefined);
  return pids.length === 0 ? undefined : measurePssBytes(pids);
}

function measureRegistry({ registry }: Pick<Ground, 'registry'>): number | undefined {
  const pid = registry.process?.pid();
  return pid === undefined ? undefined : measurePssBytes([pid]);
}
