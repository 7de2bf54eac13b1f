import { describeEventLogContract } from '@told/event-log/contract';
import { readTestKafka } from '../../../tools/read-test-kafka.ts';
import { createKafkaHarness } from './kafka-harness.ts';

const { brokers, leaseMs } = readTestKafka();
describeEventLogContract('Kafka, one node', () => createKafkaHarness(brokers, leaseMs));
