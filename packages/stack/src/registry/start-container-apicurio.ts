import { GenericContainer } from 'testcontainers';
import { StackError } from '../errors.ts';
import { takePort } from '../ports.ts';
import { type ApicurioOptions, CONFLUENT_PATH, describeApicurio } from './apicurio-settings.ts';
import { awaitAnswer } from './await-answer.ts';
import { readApicurioVersion } from './fetch-apicurio.ts';
import type { Registry } from './registry.ts';

const READY_TIMEOUT_MS = 120_000;

/**
 * Apicurio in a container that shares this machine's network, since PostgreSQL listens on loopback only. Its schemas outlive it.
 * Throws `container-not-started`, `apicurio-not-started`.
 */
export async function startContainerApicurio({
  database,
  port: wanted,
  onProgress,
}: ApicurioOptions): Promise<Registry> {
  const image = `apicurio/apicurio-registry:${readApicurioVersion()}`;
  const port = await takePort(wanted);
  onProgress?.(`starting ${image}`);
  const container = await new GenericContainer(image)
    .withNetworkMode('host')
    .withEnvironment({ ...describeApicurio(database, port) })
    .start()
    .catch((error: unknown) => {
      throw new StackError('container-not-started', { image }, error);
    });
  const url = `http://127.0.0.1:${port}${CONFLUENT_PATH}`;
  try {
    await awaitAnswer(url, READY_TIMEOUT_MS);
  } catch (error) {
    await container.stop();
    throw new StackError('apicurio-not-started', { log: container.getName() }, error);
  }
  return {
    ...{ kind: 'apicurio', url, process: undefined },
    close: async () => void (await container.stop()),
  };
}
