import { describe, expect, test } from '@jest/globals';
import { readTestKafka } from '../../../../tools/read-test-kafka.ts';
import { startFaultProxies } from '../../../testing/src/faults/fault-proxies.ts';
import { KAFKA_API } from '../../../testing/src/faults/request-frame.ts';
import { createSeededRandom } from '../../../testing/src/seeded-random.ts';
import { createKafkaLog } from '../../src/kafka-log.ts';
import { tellFigures } from '../figures.ts';
import { createSent, type Findings, findLoss, sendUntilAcknowledged } from './sending.ts';
import { createStockClient, makeTopic, readAllTexts } from './stock-client.ts';
import { driver, stockProducer, type WayOfSending } from './ways-of-sending.ts';

const SENDS = 1_500;
const IN_FLIGHT = 8;
/** Of the answers to Produce. */
const LOST_SHARE = 0.05;
const SEED = 7;

const { brokers } = readTestKafka();

/** Sends one record at a time to one partition, eight at once, while answers get lost after the broker has stored the records. */
async function sendWhileAnswersGetLost(
  way: WayOfSending,
): Promise<Findings & { readonly lostAnswers: number }> {
  const random = createSeededRandom(SEED);
  const proxies = await startFaultProxies(brokers, ({ apiKey }) =>
    apiKey === KAFKA_API.produce && random.chance(LOST_SHARE) ? { kind: 'cut-after' } : undefined,
  );
  const log = createKafkaLog({ brokers, clientId: 'maker' });
  const topic = await makeTopic(log);
  const sender = await way.open({ brokers: proxies.brokers, connectVia: proxies.connectVia });
  const sent = createSent();
  let next = 0;
  const sendInTurn = async (): Promise<void> => {
    while (next < SENDS) {
      const text = String(next++);
      await sendUntilAcknowledged(sender, topic, [{ partition: 0, text }], sent);
    }
  };
  try {
    await Promise.all(Array.from({ length: IN_FLIGHT }, sendInTurn));
  } finally {
    await sender.close();
    await proxies.close();
    await log.close();
  }
  const stored = await readAllTexts(createStockClient({ brokers }), topic);
  const lostAnswers = proxies.countFaults('cut-after');
  const findings = { ...findLoss(sent, stored), lostAnswers };
  tellFigures(`lost answers, ${way.name}`, findings);
  return findings;
}

describe('eight sends in flight to one partition while one answer in twenty is lost', () => {
  test('the idempotent producer of kafkajs acknowledges records that are not in the log', async () => {
    const findings = await sendWhileAnswersGetLost(stockProducer(true));
    expect(findings.acknowledged).toBe(SENDS);
    expect(findings.lostAnswers).toBeGreaterThan(0);
    expect(findings.lost).toBeGreaterThan(0);
    expect(findings.doubled).toBeGreaterThan(0);
    expect(findings.rejected).toBe(0);
  });

  test('append acknowledges what is in the log', async () => {
    const findings = await sendWhileAnswersGetLost(driver);
    expect(findings).toMatchObject({ acknowledged: SENDS, lost: 0 });
    expect(findings.lostAnswers).toBeGreaterThan(0);
    expect(findings.stored).toBe(SENDS + findings.doubled);
  });
});
