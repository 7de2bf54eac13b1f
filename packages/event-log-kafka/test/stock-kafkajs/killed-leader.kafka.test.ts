import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { describeCluster } from '../../src/cluster-state.ts';
import { createKafkaLog } from '../../src/kafka-log.ts';
import { eventually } from '../eventually.ts';
import { tellFigures } from '../figures.ts';
import { startTestNodes, type TestNodes } from '../test-nodes.ts';
import {
  createSent,
  type Findings,
  findLoss,
  type Sent,
  sendUntilAcknowledged,
} from './sending.ts';
import { createStockClient, makeTopic, readAllTexts } from './stock-client.ts';
import {
  driver,
  type NumberedText,
  type OpenSender,
  stockProducer,
  type WayOfSending,
} from './ways-of-sending.ts';

const PARTITIONS = 6;
const RECORDS_EACH = 5;
const PAUSE_MS = 5;
const SENDS_BETWEEN_KILLS = 40;
/** Kafka's own clients give up after two minutes; a cluster on a busy machine takes a few seconds. */
const SETTLED_WITHIN_MS = 30_000;

let nodes: TestNodes;
beforeAll(async () => {
  nodes = await startTestNodes(3);
});
afterAll(() => nodes?.remove(), 30_000);

/** One send after another, each with records for every partition. */
function keepSending(sender: OpenSender, topic: string, sent: Sent) {
  let next = sent.acknowledged.length; // no number twice, also when sending begins again
  let stopping = false;
  const running = (async () => {
    while (!stopping) {
      const texts = Array.from({ length: PARTITIONS * RECORDS_EACH }, (_, at): NumberedText => {
        return { partition: at % PARTITIONS, text: String(next++) };
      });
      await sendUntilAcknowledged(sender, topic, texts, sent);
      await sleep(PAUSE_MS);
    }
  })();
  running.catch(() => undefined); // told to whoever stops it
  return {
    stop(): Promise<void> {
      stopping = true;
      return running;
    },
  };
}

/** Kills each node once while it leads and is written to; ends at the first loss. */
async function sendWhileLeadersDie(
  way: WayOfSending,
): Promise<Findings & { readonly kills: number }> {
  const { brokers } = nodes;
  const stock = createStockClient({ brokers });
  const log = createKafkaLog({ brokers, clientId: 'maker' });
  const topic = await makeTopic(log, PARTITIONS);
  await log.close();
  const sender = await way.open({ brokers });
  const sent = createSent();
  let findings: Findings | undefined;
  let kills = 0;
  for (const node of nodes.nodes) {
    const load = keepSending(sender, topic, sent);
    const progress = (): Promise<unknown> => {
      const goal = sent.acknowledged.length + SENDS_BETWEEN_KILLS * PARTITIONS * RECORDS_EACH;
      return eventually(() => sent.acknowledged.length >= goal, SETTLED_WITHIN_MS);
    };
    await progress();
    await node.kill('SIGKILL');
    kills += 1;
    await progress();
    await load.stop();
    await node.start();
    await eventually(async () => {
      const { underReplicatedPartitions } = await describeCluster({ brokers });
      return underReplicatedPartitions === 0; // or the next death would leave one copy, which is not enough
    }, SETTLED_WITHIN_MS);
    findings = findLoss(sent, await readAllTexts(stock, topic));
    if (findings.lost > 0) break;
  }
  await sender.close();
  const figures = { ...(findings as Findings), kills };
  tellFigures(`leaders killed, ${way.name}`, figures);
  return figures;
}

describe('sends over six partitions on three nodes while leaders are killed', () => {
  test.each([stockProducer(false), stockProducer(true)])(
    '$name acknowledges records that are not in the log',
    async (way) => {
      expect((await sendWhileLeadersDie(way)).lost).toBeGreaterThan(0);
    },
    150_000,
  );

  test('append, one partition at a time, acknowledges what is in the log', async () => {
    const findings = await sendWhileLeadersDie(driver);
    expect(findings).toMatchObject({ kills: 3, lost: 0 });
    expect(findings.stored).toBe(findings.acknowledged + findings.doubled);
  });
});
