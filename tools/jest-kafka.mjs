// One throw-away broker for all Kafka tests of a run, and PostgreSQL, with which drivers are compared: globalSetup of the tier,
// which jest calls only when it has something to run.
import { startTestKafka } from './test-kafka.ts';
import { startTestServer } from './test-server.ts';

export default async function setup() {
  const kafka = await startTestKafka(process.env.REQUIRE_KAFKA === '1');
  if ('missing' in kafka) {
    process.env.TEST_KAFKA_MISSING = kafka.missing;
    return;
  }
  process.env.TEST_KAFKA = JSON.stringify(kafka);
  process.env.TEST_DATABASE_URL = await startTestServer();
}
