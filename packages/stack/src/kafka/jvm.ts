import { type ChildProcess, execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { StackError } from '../errors.ts';
import { writeText } from '../kept-file.ts';
import { INFRA } from '../repository.ts';
import type { Java } from './java.ts';

/** All that a Kafka program needs to run: a Java, its jars, and an archive of loaded classes, if one was made. */
export type KafkaRuntime = {
  readonly java: Java;
  readonly classPath: string;
  readonly archive: string | undefined;
  readonly optimised: boolean;
};

const LOGGING = path.join(INFRA, 'kafka/log4j2.properties');
/** Starting takes two thirds of the time with these; under full load a broker is a fifth slower. */
const QUICK_START = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
const MODEST_HEAP = ['-Xms128m', '-Xmx512m'];
const LARGE_HEAP = ['-Xms1g', '-Xmx1g'];
const FORMAT_TIMEOUT_MS = 60_000;

const run = promisify(execFile);

/** Runs a broker with its output in `logFile`. In its own process group: Ctrl-C must reach Node first. */
export function launchBroker(
  runtime: KafkaRuntime,
  settingsFile: string,
  logFile: string,
  flags: readonly string[] = [],
): ChildProcess {
  const output = fs.openSync(logFile, 'a');
  const heap = runtime.optimised ? LARGE_HEAP : MODEST_HEAP;
  const args = [...heap, ...listFlags(runtime), ...flags, 'kafka.Kafka', settingsFile];
  const child = spawn(runtime.java.command, args, {
    stdio: ['ignore', output, output],
    detached: true,
  });
  child.on('error', (error) => fs.appendFileSync(logFile, `${error.message}\n`));
  fs.closeSync(output);
  child.unref();
  return child;
}

/** Prepares a node's data folder for the cluster, with its first user if it has one. Throws `kafka-not-formatted`. */
export async function formatStorage(
  runtime: KafkaRuntime,
  settingsFile: string,
  clusterId: string,
  admin?: { readonly username: string; readonly password: string },
): Promise<void> {
  const program = ['kafka.tools.StorageTool', 'format', '--ignore-formatted'];
  const scram = admin && `SCRAM-SHA-512=[name=${admin.username},password=${admin.password}]`;
  const args = [
    ...[...listFlags(runtime), ...program, '-t', clusterId, '-c', settingsFile],
    ...(scram ? ['--add-scram', scram] : []),
  ];
  // Arguments can be seen by everybody on the machine; a file of them by its owner.
  const file = `${settingsFile}.format`;
  writeText(file, args.map((arg) => JSON.stringify(arg)).join('\n'));
  try {
    await run(runtime.java.command, [`@${file}`], { timeout: FORMAT_TIMEOUT_MS });
  } catch (error) {
    throw new StackError('kafka-not-formatted', { settingsFile }, error);
  } finally {
    fs.rmSync(file);
  }
}

function listFlags({ optimised, archive, classPath }: KafkaRuntime): string[] {
  return [
    ...(optimised ? [] : QUICK_START),
    // An archive that does not fit (the jars were moved) is passed over, not an error.
    ...(archive ? ['-Xshare:auto', `-XX:SharedArchiveFile=${archive}`] : []),
    '-XX:-UsePerfData',
    '-Djava.awt.headless=true',
    `-Dlog4j2.configurationFile=${LOGGING}`,
    '-cp',
    classPath,
  ];
}
