import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { deserialize } from 'node:v8';
import pg from 'pg';
import { serve } from '../measure/serve.ts';
import { CALLERS } from './requests.ts';
import type { Work, WritesOf } from './work.ts';

serve<Work>(async ({ databaseUrl, writesFile }) => {
  const writesOf = deserialize(fs.readFileSync(writesFile)) as WritesOf;
  // One connection a caller; what a request writes travels at once.
  const options = { connectionString: databaseUrl, max: CALLERS, pipeline: true };
  const pool = new pg.Pool(options);

  const store = async (key: string): Promise<void> => {
    const writes = writesOf.get(key);
    if (writes === undefined) throw new RangeError(`a request is one of the work (key=${key})`);
    const client = await pool.connect();
    try {
      await Promise.all([
        client.query('BEGIN'),
        ...writes.statements.map(({ statement, values }) =>
          client.query({ ...statement, values: [...values] }),
        ),
        client.query('COMMIT'),
      ]);
    } finally {
      client.release();
    }
  };

  const server = http.createServer(async (request, response) => {
    const body = (await json(request)) as { readonly caseReference: string };
    const key = String(request.headers['idempotency-key']);
    await store(key);
    response.writeHead(202, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ changeId: body.caseReference, status: 'accepted' }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await pool.end();
    },
  };
});
