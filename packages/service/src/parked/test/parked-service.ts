import { createLocalSource, openCodecFrom } from '@told/codec';
import { createPostgresLog, eventLogMigrations, type RunningLog } from '@told/event-log';
import type { FastifyInstance } from 'fastify';
import { createTestDatabase } from '../../../../../tools/test-database.ts';
import { actionsUseFor, recordAction } from '../../actions/record-action.ts';
import { type Consumer, consume } from '../../database/consume.ts';
import type { Handle } from '../../database/deliver-batch.ts';
import { openDatabase } from '../../database/open-database.ts';
import { createPublisher } from '../../database/publisher.ts';
import {
  createListeningLogger,
  createServiceDatabase,
} from '../../database/test/service-database.ts';
import { startTestServer } from '../../http/test/start-test-server.ts';
import { addDeadLetterRoutes } from '../dead-letter-routes.ts';
import { addParkedRoutes } from '../parked-routes.ts';
import { createDeadLetterSayer, deadLettersUseFor } from '../say-dead-letters.ts';
import { TOPIC } from './parked-records.ts';

const ORIGIN = 'gateway';
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  operator: ['operations:read', 'operations:write'],
  reader: ['operations:read'],
};

/** A service on the embedded log with the operators' routes; `handler` may be replaced, as by a deployment that mends something. */
export async function startParkedService() {
  const service = await createServiceDatabase();
  const logDatabase = await createTestDatabase({ migrations: [eventLogMigrations] });
  const log: RunningLog = createPostgresLog({ connectionString: logDatabase.url });
  for (const name of [TOPIC, `told.actions.${ORIGIN}`, `told.dead-letters.${ORIGIN}`]) {
    await log.createTopics([{ name, partitions: 1, retentionMs: null }]);
  }
  const logger = createListeningLogger();
  const publisher = await createPublisher({ log });
  const uses = [actionsUseFor(ORIGIN), deadLettersUseFor(ORIGIN)];
  const codec = await openCodecFrom(createLocalSource(), uses);
  const clock = { nowMs: () => Date.parse('2010-05-13T10:00:00Z') };
  const conclude = createDeadLetterSayer({ codec, publisher, clock, origin: ORIGIN });
  const db = openDatabase({ url: service.url, name: 'parked-test', conclude });
  const state: { handler: Handle } = { handler: async () => undefined };
  const handle: Handle = (tx, records) => state.handler(tx, records);
  const http = await startTestServer({
    auth: {
      verify: async (token) => ({
        ...{ agency: token, clientId: token },
        scopes: new Set(SCOPES[token] ?? []),
      }),
    },
  });
  const ports = {
    ...{ db, log, logger, clock },
    handlerOf: (topic: string) => (topic === TOPIC ? handle : undefined),
    record: (tx: Parameters<Handle>[0], action: Parameters<typeof recordAction>[1]) =>
      recordAction(tx, action, { codec, publisher, clock, origin: ORIGIN }),
  };
  addParkedRoutes(http, ports);
  addDeadLetterRoutes(http, ports);
  const consumer: Consumer = await consume({
    ...{ log, db, logger, group: 'gateway', topics: [TOPIC], handle },
  });
  /** What was said on a topic, in order. */
  async function readSaid<N extends 'Action' | 'DeadLetter'>(schema: N, topic: string) {
    const rows = await service.rows<{ key: Buffer; value: Buffer }>(
      'SELECT key, value FROM outbox WHERE topic = $1 ORDER BY id',
      [topic],
    );
    const decoded = await codec.decode(
      schema,
      rows.map(({ value }) => value),
    );
    return decoded.map((one, index) => ({
      key: rows[index]?.key.toString(),
      value: one.ok ? one.value : undefined,
    }));
  }
  return {
    ...{ service, log, logger, state, http, consumer },
    tell: (records: readonly (readonly [key: string, text: string])[]) =>
      log.append(
        { topic: TOPIC, partition: 0 },
        records.map(([key, text]) => ({ key: Buffer.from(key), value: Buffer.from(text) })),
      ),
    ask: createAsk(http),
    actions: async () =>
      (await readSaid('Action', `told.actions.${ORIGIN}`)).map(({ value }) => value),
    letters: () => readSaid('DeadLetter', `told.dead-letters.${ORIGIN}`),
    async stop() {
      await consumer.stop();
      await http.close();
      await db.close();
      await log.close();
      await logDatabase.drop();
      await service.drop();
    },
  };
}

const createAsk =
  (http: FastifyInstance) =>
  async (path: string, body?: object, token = 'operator') => {
    const answer = await http.inject({
      method: body === undefined ? 'GET' : 'POST',
      url: path,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { payload: body }),
    });
    return { status: answer.statusCode, body: answer.json(), text: answer.body };
  };
