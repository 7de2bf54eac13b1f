// Starts PostgreSQL for a test that kills this process, and tells the server's process id.
import { startPostgres } from '../src/postgres/start-postgres.ts';

const { pid } = await startPostgres({ dir: process.argv[2] ?? '', durable: false });
process.send?.({ pid });
setInterval(() => undefined, 60_000);
