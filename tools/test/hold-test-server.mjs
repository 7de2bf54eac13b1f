// Starts a test server for a test that kills this process.
import { startTestServer } from '../test-server.ts';

process.send(await startTestServer());
setInterval(() => undefined, 60_000);
