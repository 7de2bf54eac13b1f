import { stopTestKafka } from './test-kafka.ts';
import { stopTestServer } from './test-server.ts';

export default async function teardown() {
  await Promise.all([stopTestKafka(), stopTestServer()]);
}
