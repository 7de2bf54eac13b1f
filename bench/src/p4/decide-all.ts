import { consume, type Database } from '@told/service';
import { BATCHES, createRecordHandler } from '../../../services/gateway/src/consume-records.ts';
import { createDecider } from '../../../services/gateway/src/decisions/create-decider.ts';
import { CHANGES_TOPIC, outcomesTopicOf } from '../../../services/gateway/src/topics.ts';
import { AGENCIES, type GatewayParts, SILENT } from './gateway-parts.ts';
import { relayAll } from './relay-all.ts';

/**
 * Consumes the changes as the gateway does, until all that is to be said of them is on the log. Answers how to stop consuming, which is no part
 * of the work.
 */
export async function decideAll(
  { log, codec, decisions, ...parts }: GatewayParts,
  records: number,
  db: Database = parts.db,
): Promise<() => Promise<void>> {
  const relayed = relayAll({ db, log }, records);
  const consumer = await consume({
    ...{ log, db, logger: SILENT, group: 'gateway' },
    ...BATCHES,
    topics: [CHANGES_TOPIC, ...AGENCIES.map(outcomesTopicOf)],
    handle: createRecordHandler({ codec, decide: createDecider(decisions) }),
  });
  await Promise.race([relayed, consumer.done]);
  return () => consumer.stop();
}
