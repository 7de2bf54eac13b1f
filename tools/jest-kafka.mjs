// One throw-away broker for all Kafka tests of a run, and PostgreSQL, with which drivers are compared: globalSetup of the tier,
// which jest calls only when it has something to run.
import { describeEngineObstacle, describeJavaObstacle, startTestKafka } from './test-kafka.ts';
import { findTestPython } from './test-python.ts';
import { startTestServer } from './test-server.ts';

export default async function setup() {
  process.env.TEST_ENGINE_MISSING = (await describeEngineObstacle()) ?? '';
  process.env.TEST_JAVA_MISSING = (await describeJavaObstacle()) ?? '';
  const kafka = await startTestKafka(process.env.REQUIRE_KAFKA === '1');
  if ('missing' in kafka) {
    process.env.TEST_KAFKA_MISSING = kafka.missing;
    return;
  }
  process.env.TEST_KAFKA = JSON.stringify(kafka);
  const python = await findTestPython(process.env.REQUIRE_FOREIGN === '1');
  process.env.TEST_PYTHON = python.command ?? '';
  process.env.TEST_PYTHON_MISSING = python.missing ?? '';
  process.env.TEST_DATABASE_URL = await startTestServer();
}
