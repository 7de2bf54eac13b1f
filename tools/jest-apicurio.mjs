// Fetches Apicurio Registry, once, for the suite that starts one: globalSetup of the tier, which jest calls only when it has something
// to run. Where it cannot be had, the suite is counted, named and not run.
import { prepareTestApicurio } from './test-apicurio.ts';
import { describeEngineObstacle } from './test-kafka.ts';

export default async function setup() {
  process.env.TEST_ENGINE_MISSING = (await describeEngineObstacle()) ?? '';
  const missing = await prepareTestApicurio(process.env.REQUIRE_APICURIO === '1');
  process.env.TEST_APICURIO_MISSING = missing ?? '';
}
