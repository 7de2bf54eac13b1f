// One throw-away PostgreSQL for all int and e2e tests of a run: globalSetup and globalTeardown of both jest projects.
// Jest calls them once a project, in the same process; the first call starts, the first teardown stops.
import { startTestServer } from './test-server.ts';

export default async function setup() {
  process.env.TEST_DATABASE_URL = await startTestServer();
}
