import { afterAll, beforeAll } from '@jest/globals';
import { describeEventLogContract } from '@told/event-log/contract';
import { createKafkaHarness } from './kafka-harness.ts';
import { startTestNodes, type TestNodes } from './test-nodes.ts';

const LEASE_MS = 900;

let nodes: TestNodes;
beforeAll(async () => {
  nodes = await startTestNodes(3);
});
afterAll(() => nodes?.remove(), 30_000);

describeEventLogContract('Kafka, three nodes', () => createKafkaHarness(nodes.brokers, LEASE_MS));
