import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { readStackConfig } from '../config.ts';
import { StackError } from '../errors.ts';
import { keepFile } from '../kept-file.ts';
import { takePort } from '../ports.ts';
import { identifyProcess } from '../processes/process-state.ts';
import { lockFolder } from '../stack/folder-lock.ts';
import { createUndo, type Undo } from '../stack/undo.ts';
import { prepareClassArchive } from './class-archive.ts';
import { startGuard } from './guard.ts';
import { fetchBrokerJars } from './jars.ts';
import { requireJava } from './java.ts';
import { awaitCluster, createJavaNode, type JavaNode, stopNodes } from './java-node.ts';
import { formatStorage, type KafkaRuntime } from './jvm.ts';
import type { Kafka, KafkaOptions } from './kafka.ts';
import { formatNodeSettings, type NodePlace, type NodeSecurity } from './node-settings.ts';
import { type ClusterSecurity, keepSecurity } from './security.ts';

/** What a cluster is known by; kept in its folder. */
type Cluster = {
  readonly clusterId: string;
  readonly nodes: readonly NodePorts[];
};
type NodePorts = Pick<NodePlace, 'port' | 'controllerPort'> & {
  /** Of a secured node. */
  readonly mtlsPort?: number;
  readonly internalPort?: number;
};

/**
 * Brokers as child processes on loopback. What an earlier start of this folder left running is ended first; its data is
 * kept. If this process is killed, its brokers are ended within seconds. Throws StackError `java-unusable`, `maven-missing`,
 * `kafka-not-fetched`, `kafka-changed`, `port-taken`, `kafka-not-formatted`, `kafka-not-started`, `stack-running`.
 */
export async function startJavaKafka(options: KafkaOptions): Promise<Kafka> {
  const undo = createUndo();
  try {
    return await startNodes({ ...options, dir: path.resolve(options.dir) }, undo);
  } catch (error) {
    await undo.all().catch(() => undefined); // the first failure is the one to tell
    throw error;
  }
}

async function startNodes(options: KafkaOptions, undo: Undo): Promise<Kafka> {
  const lock = await lockFolder(options.dir);
  undo.later(() => lock.release());
  const runtime = await prepareRuntime(options);
  const cluster = await chooseCluster(options);
  const security = options.security === 'secured' ? await keepSecurity(options.dir) : undefined;
  const guard = startGuard();
  undo.later(() => guard.release());

  const nodes: JavaNode[] = [];
  const remember = (): void => {
    const pids = nodes.flatMap((node) => node.pid() ?? []);
    lock.recordChildren(pids);
    guard.watch(pids.flatMap((pid) => identifyProcess(pid) ?? []));
  };
  undo.later(() => stopNodes(nodes));
  const prepared = await prepareNodes(options, cluster, runtime, security);
  for (const { place, files } of prepared) {
    nodes.push(createJavaNode(place, files, runtime, security?.access ?? {}, remember));
  }
  for (const node of nodes) node.launch();
  await awaitCluster(nodes);
  const brokers = nodes.map(({ broker }) => broker);
  return {
    source: 'java',
    brokers,
    access: { ...security?.access, brokers },
    ...(security && {
      secured: {
        mtlsBrokers: cluster.nodes.map(({ mtlsPort }) => `127.0.0.1:${mtlsPort}`),
        certificates: security.certificates,
      },
    }),
    nodes,
    stop: () => undo.all(),
  };
}

async function prepareRuntime({ optimised, onProgress }: KafkaOptions): Promise<KafkaRuntime> {
  const java = await requireJava(readStackConfig().javaHome);
  const classPath = await fetchBrokerJars(onProgress);
  const bare = { java, classPath, archive: undefined, optimised: optimised === true };
  return { ...bare, archive: await prepareClassArchive(bare, onProgress) };
}

/** The cluster of this folder, at the ports it had if they are free. */
async function chooseCluster(options: KafkaOptions): Promise<Cluster> {
  const { dir, nodes = 1, ports = [], security = 'open' } = options;
  const file = path.join(dir, 'cluster.json');
  const kept = keepFile<Cluster>(file, (found) => found ?? { clusterId: makeId(), nodes: [] });
  if (kept.nodes.length > 0 && kept.nodes.length !== nodes) {
    throw new StackError('kafka-changed', { dir, has: kept.nodes.length, wanted: nodes });
  }
  const [before] = kept.nodes;
  const has = before?.mtlsPort === undefined ? 'open' : 'secured';
  if (before && has !== security) {
    throw new StackError('kafka-changed', { dir, has, wanted: security });
  }
  const chosen: NodePorts[] = [];
  for (let index = 0; index < nodes; index += 1) {
    const before = kept.nodes[index];
    const asked = ports[index];
    const port = asked ? await takePort(asked) : await takeOnceMore(before?.port);
    chosen.push({
      port,
      controllerPort: await takeOnceMore(before?.controllerPort),
      ...(security === 'secured' && {
        mtlsPort: await takeOnceMore(before?.mtlsPort),
        internalPort: await takeOnceMore(before?.internalPort),
      }),
    });
  }
  return keepFile<Cluster>(file, () => ({ clusterId: kept.clusterId, nodes: chosen }));
}

/** As StorageTool makes them: 16 random bytes in base64url, which must not look like an option. */
function makeId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? makeId() : id;
}

const takeOnceMore = (port = 0): Promise<number> => takePort(port).catch(() => takePort());

async function prepareNodes(
  options: KafkaOptions,
  cluster: Cluster,
  runtime: KafkaRuntime,
  security: ClusterSecurity | undefined,
) {
  const { dir, settings = {}, advertisedPorts = [] } = options;
  const places = cluster.nodes.map((ports, index) => {
    const id = index + 1;
    const advertisedPort = advertisedPorts[index];
    return { ...ports, id, dataDir: path.join(dir, `node-${id}`), advertisedPort };
  });
  return Promise.all(
    places.map(async (place) => {
      const settingsFile = path.join(dir, `node-${place.id}.properties`);
      const logFile = path.join(dir, `node-${place.id}.log`);
      const mode = 0o600;
      fs.writeFileSync(
        settingsFile,
        formatNodeSettings(place, places, settings, describeSecurity(place, security)),
        { mode },
      );
      if (!fs.existsSync(path.join(place.dataDir, 'meta.properties'))) {
        await formatStorage(runtime, settingsFile, cluster.clusterId, security?.access.login);
      }
      return { place, files: { settingsFile, logFile } };
    }),
  );
}

function describeSecurity(
  { mtlsPort, internalPort }: NodePorts,
  security: ClusterSecurity | undefined,
): NodeSecurity | undefined {
  if (!security || mtlsPort === undefined || internalPort === undefined) return undefined;
  const { brokerPassword, certificates } = security;
  return { mtlsPort, internalPort, brokerPassword, pkiDir: certificates.dir };
}
