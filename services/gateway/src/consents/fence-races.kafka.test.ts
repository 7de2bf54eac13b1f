import { randomUUID } from 'node:crypto';
import { openEventLog } from '@told/service';
import { readTestKafka } from '../../../../tools/read-test-kafka.ts';
import { checkRaces } from '../../test/check-races.ts';
import { prefixTopics } from '../../test/prefix-topics.ts';

checkRaces('Kafka', async () => {
  const { brokers } = readTestKafka();
  const log = openEventLog({ kind: 'kafka', brokers }, 'gateway');
  return { log: prefixTopics(log, `races-${randomUUID()}.`), close: () => log.close() };
});
