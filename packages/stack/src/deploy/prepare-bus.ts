import { registerSchemas } from '@told/codec';
import { awaitCoordinator, pickAccess } from '@told/event-log-kafka';
import { readConfigOrExit, readLogSettings } from '@told/service';
import { applyRights } from '../rights/apply-rights.ts';
import { createTopics } from '../stack/create-topics.ts';
import { readAgencies } from '../stack/infra.ts';
import { parseBusConfig } from './config.ts';

/** A broker that has just been started coordinates no group for some seconds. */
const LOG_TIMEOUT_MS = 120_000;

/** Users, topics and rights on Kafka, and the schemas in the registry. */
export async function prepareBus(): Promise<void> {
  const config = readConfigOrExit(parseBusConfig);
  const log = readLogSettings(config);
  if (log.kind !== 'kafka') throw new TypeError('only Kafka has users and rights');
  const agencies = await readAgencies();
  await awaitCoordinator({ ...pickAccess(log), nodes: 1, timeoutMs: LOG_TIMEOUT_MS });
  await createTopics(log, agencies);
  await applyRights(pickAccess(log), config.logUsers);
  await registerSchemas({
    registryUrl: config.registryUrl,
    agencies: agencies.map(({ id }) => id),
  });
}
