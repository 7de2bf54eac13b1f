import { type ChildProcess, execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { readStackConfig } from '../../config.ts';
import { StackError } from '../../errors.ts';
import { fetchBrokerJars } from '../../kafka/jars.ts';
import { requireJava } from '../../kafka/java.ts';
import { waitForEnd } from '../../processes/child-process.ts';
import { fetchApicurio } from '../../registry/fetch-apicurio.ts';
import { findApicurioJava } from '../../registry/find-apicurio-java.ts';
import { INFRA } from '../../repository.ts';

/** What makes the settings file of the variables is in the image what it is in Kafka's own jar. */
const WRAPPER = 'kafka.docker.KafkaDockerWrapper';
const LOGGING = `-Dlog4j2.configurationFile=${path.join(INFRA, 'kafka/log4j2.properties')}`;

/** The registry as its image runs it: one jar, told everything by its environment. */
export async function startRegistry(
  dir: string,
  env: Readonly<Record<string, string>>,
  say: (what: string) => void,
): Promise<{ readonly stop: () => Promise<void> }> {
  const java = await findApicurioJava(readStackConfig());
  if ('reason' in java) throw new StackError('apicurio-unavailable', { found: java.reason });
  const jar = await fetchApicurio(say);
  const output = fs.openSync(path.join(dir, 'registry.log'), 'a');
  const child = spawn(java.command, ['-Xmx512m', '-jar', jar], {
    env,
    stdio: ['ignore', output, output],
  });
  fs.closeSync(output);
  return { stop: () => stop(child) };
}

/** Has the image's own program read the container's environment, and runs a broker on what it makes of it. Its process ends with `stop`. */
export async function startBroker(
  dir: string,
  env: Readonly<Record<string, string>>,
  say: (what: string) => void,
): Promise<{ readonly stop: () => Promise<void>; readonly log: string }> {
  const java = await requireJava(readStackConfig().javaHome);
  const classPath = await fetchBrokerJars(say);
  const config = path.join(dir, 'config');
  fs.mkdirSync(config, { recursive: true });
  // The image has Kafka's defaults there; all that we ask for is in the environment.
  const defaults = path.join(dir, 'defaults');
  fs.mkdirSync(defaults);
  const settings = path.join(config, 'server.properties');
  fs.writeFileSync(settings, '');
  await promisify(execFile)(
    java.command,
    [
      ...[LOGGING, '-cp', classPath, WRAPPER, 'setup'],
      ...['--default-configs-dir', defaults],
      ...['--mounted-configs-dir', path.join(dir, 'mounted')],
      ...['--final-configs-dir', config],
    ],
    { env },
  );
  const log = path.join(dir, 'kafka.log');
  const output = fs.openSync(log, 'a');
  const child = spawn(
    java.command,
    ['-Xmx512m', LOGGING, '-cp', classPath, 'kafka.Kafka', settings],
    { env, stdio: ['ignore', output, output] },
  );
  fs.closeSync(output);
  return { stop: () => stop(child), log };
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  await waitForEnd(child);
}
