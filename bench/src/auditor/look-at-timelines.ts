import { createLocalSource, openCodecFrom } from '@told/codec';
import { createMemoryLog } from '@told/event-log';
import {
  createHealth,
  createHttpServer,
  createLogger,
  createPublisher,
  openDatabase,
  recordAction,
  systemClock,
} from '@told/service';
import { readMarkKey } from '../../../services/audit/src/ledger/append-entries.ts';
import { createFindErased } from '../../../services/audit/src/openings/find-erased.ts';
import { addTimelineRoutes } from '../../../services/audit/src/timeline/routes.ts';
import { InvariantError } from '../benchmark.ts';
import { contend } from '../measure/contend.ts';
import { nameId, RECORDS_A_CHANGE, subjectOf } from '../p9/make-records.ts';
import { RULE, type Work } from './timeline.ts';

const ACTIONS_TOPIC = 'told.actions.audit';
/** Visits persons and changes all over the ledger: it is prime to their numbers. */
const STRIDE = 179_426_549;
const PAGE_MAX = 1_000;

contend<Work>(async ({ ledger, looks }) => {
  const { url, people, changes, copies } = ledger;
  const db = openDatabase({ url, name: 'timelines' });
  const http = await openRoutes(db);
  const times = { person: [] as number[], change: [] as number[] };

  async function look(path: string, wanted: number): Promise<number> {
    const startedMs = performance.now();
    const answer = await http.inject({
      url: `${path}?limit=${PAGE_MAX}&reason=benchmark`,
      headers: { authorization: 'Bearer auditor' },
    });
    const ms = performance.now() - startedMs;
    const found = answer.statusCode === 200 ? answer.json().items.length : answer.statusCode;
    if (found !== wanted) throw new InvariantError({ wanted, found }, RULE);
    return ms;
  }

  async function lookAtPerson(place: number): Promise<number> {
    const person = (place * STRIDE) % people;
    const ofEachCopy = Math.ceil((changes - person) / people);
    const wanted = ofEachCopy * copies * RECORDS_A_CHANGE + 1;
    return look(`/v1/people/${subjectOf(person)}/timeline`, wanted);
  }

  async function lookAtChange(place: number): Promise<number> {
    const id = nameId(1, (place * STRIDE) % changes).replace('-9a41-0', `-9a41-${place % copies}`);
    return look(`/v1/changes/${id}/timeline`, RECORDS_A_CHANGE);
  }

  return {
    async warmUp() {
      for (let place = 1; place <= looks / 10; place += 1) {
        await lookAtPerson(-place + looks * people);
        await lookAtChange(-place + looks * changes);
      }
    },
    async run() {
      for (let place = 0; place < looks; place += 1) {
        times.person.push(await lookAtPerson(place));
        times.change.push(await lookAtChange(place));
      }
      return 2 * looks;
    },
    measureMore: async () => ({
      'person p50 in ms': quantile(times.person, 0.5),
      'person p99 in ms': quantile(times.person, 0.99),
      'change p50 in ms': quantile(times.change, 0.5),
      'change p99 in ms': quantile(times.change, 0.99),
    }),
    async close() {
      await http.close();
      await db.close();
    },
  };
});

const quantile = (times: readonly number[], share: number): number =>
  [...times].sort((a, b) => a - b)[Math.ceil(times.length * share) - 1] ?? Number.NaN;

/** Audit's timeline as its routes have it: that somebody looked is an action, in the outbox with what was looked at. */
async function openRoutes(
  db: ReturnType<typeof openDatabase>,
): ReturnType<typeof createHttpServer> {
  const http = await createHttpServer({
    config: { rateLimitPerSecond: 1_000_000, authTokenUrl: 'http://issuer.example/token' },
    logger: createLogger({ service: 'audit', logLevel: 'error' }),
    title: 'Told Once: audit',
    auth: {
      verify: async () => ({
        ...{ agency: 'auditor', clientId: 'auditor', scopes: new Set(['audit:read']) },
      }),
    },
    ready: createHealth(),
  });
  const log = createMemoryLog();
  await log.createTopics([{ name: ACTIONS_TOPIC, partitions: 1, retentionMs: null }]);
  const codec = await openCodecFrom(createLocalSource(), [
    { topic: ACTIONS_TOPIC, schema: 'Action' },
  ]);
  const ports = { codec, publisher: await createPublisher({ log }), clock: systemClock };
  addTimelineRoutes(http, {
    db,
    findErased: createFindErased(db, await readMarkKey(db)),
    record: (tx, action) => recordAction(tx, action, { ...ports, origin: 'audit' }),
  });
  await http.ready();
  return http;
}
