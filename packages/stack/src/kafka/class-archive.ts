import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { awaitCoordinator } from '@told/event-log-kafka';
import { takePort } from '../ports.ts';
import { kafkaCache } from './jars.ts';
import { formatStorage, type KafkaRuntime, launchBroker } from './jvm.ts';
import { formatNodeSettings } from './node-settings.ts';
import { prepareOnce } from './prepare-once.ts';

const READY_TIMEOUT_MS = 60_000;
const NAME_CHARS = 16;

/**
 * An archive of the classes that a broker loads, which halves the time it starts in (Java's class data sharing). It is made
 * by a broker that is thrown away, and is good for one build of Java and one class path, so its name tells both apart.
 * Undefined when it could not be made: brokers then start without.
 */
export async function prepareClassArchive(
  runtime: KafkaRuntime,
  onProgress?: (what: string) => void,
): Promise<string | undefined> {
  const fitsTo = createHash('sha256').update(`${runtime.java.build}\n${runtime.classPath}`);
  const archive = path.join(kafkaCache(), `${fitsTo.digest('hex').slice(0, NAME_CHARS)}.jsa`);
  try {
    await prepareOnce(archive, async (partial) => {
      onProgress?.('preparing Java to start brokers quickly, once');
      await writeArchive(runtime, partial);
    });
    return archive;
  } catch (error) {
    onProgress?.(`brokers will start slowly: ${(error as Error).message}`);
    return undefined;
  }
}

async function writeArchive(runtime: KafkaRuntime, archive: string): Promise<void> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-kafka-archive-'));
  try {
    const [port, controllerPort] = [await takePort(), await takePort()];
    const node = { id: 1, port, controllerPort, dataDir: path.join(dir, 'data') };
    const settingsFile = path.join(dir, 'node.properties');
    fs.writeFileSync(settingsFile, formatNodeSettings(node, [node], {}));
    await formatStorage(runtime, settingsFile, randomBytes(16).toString('base64url'));
    await runOnce(runtime, settingsFile, port, archive);
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

/** Java writes the archive when the broker ends in good order. */
async function runOnce(
  runtime: KafkaRuntime,
  settingsFile: string,
  port: number,
  archive: string,
): Promise<void> {
  const logFile = `${settingsFile}.log`;
  const flags = [`-XX:ArchiveClassesAtExit=${archive}`];
  const child = launchBroker(runtime, settingsFile, logFile, flags);
  child.ref();
  const ended = once(child, 'exit');
  try {
    await awaitCoordinator({
      brokers: [`127.0.0.1:${port}`],
      nodes: 1,
      timeoutMs: READY_TIMEOUT_MS,
    });
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}
