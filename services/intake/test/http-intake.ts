import { randomBytes } from 'node:crypto';
import type { AreaSecret } from '@told/identity';
import { createHealth, createHttpServer, createLogger, type SealBodies } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { addBulkChanges } from '../src/changes/bulk-route.ts';
import { addTellChange } from '../src/changes/tell-change.ts';
import { createPersonReader } from '../src/identities/read-person.ts';
import { addResolveIdentities } from '../src/identities/resolve-route.ts';
import { addRepublish } from '../src/republish/routes.ts';
import { AGENCIES, AREA_SECRETS, openTestIntake, type TestIntake, TODAY } from './open-intake.ts';

interface Told {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever was answered
  readonly body: any;
}

export type HttpIntake = TestIntake & {
  readonly http: FastifyInstance;
  /** May be changed while it runs. */
  readonly limits: { outboxRecordsMax: number };
  /** POST /v1/changes, as the agency itself. */
  tell(key: string | undefined, change: object, agency?: string): Promise<Told>;
  /** As the operator. */
  operate(path: string, body?: object): Promise<Told>;
  /** POST /v1/changes/bulk; the body is the answers, or the problem. */
  tellLines(lines: string, agency?: string): Promise<Told>;
};

/** Intake behind its HTTP door, over a database of its own; a token is the name of its agency. */
export async function openHttpIntake(
  areaSecrets: readonly AreaSecret[] = AREA_SECRETS,
  sealBodies?: SealBodies,
): Promise<HttpIntake> {
  const intake = { ...(await openTestIntake(areaSecrets)), sealBodies };
  const limits = { outboxRecordsMax: 1_000 };
  const http = await createHttpServer({
    config: { rateLimitPerSecond: 100_000, authTokenUrl: 'http://issuer.example/token' },
    logger: createLogger({ service: 'intake', logLevel: 'silent' }),
    title: 'Told Once: intake',
    auth: {
      verify: async (token) => ({
        agency: token,
        clientId: token,
        scopes: new Set(
          token === 'operator'
            ? ['operations:write', 'erasure:run', 'retention:run']
            : ['changes:write', 'identities:resolve', 'bodies:open', 'holds:read'],
        ),
      }),
    },
    ready: createHealth(),
    checkAnswers: true,
  });
  const ports = {
    ...intake,
    agencies: new Set(AGENCIES),
    origin: 'intake',
    elapsedMs: () => performance.now(),
    get outboxRecordsMax() {
      return limits.outboxRecordsMax;
    },
  };
  const accept = addTellChange(http, ports);
  await addBulkChanges(http, ports, accept);
  addRepublish(http, ports);
  const reader = createPersonReader({ mode: 'synthetic', areaSecrets, random: randomBytes });
  addResolveIdentities(http, { ...intake, reader, today: () => TODAY });
  return {
    ...intake,
    http,
    limits,
    async tell(key, change, agency = 'jobcentre') {
      const answer = await http.inject({
        method: 'POST',
        url: '/v1/changes',
        headers: {
          authorization: `Bearer ${agency}`,
          'content-type': 'application/json',
          ...(key === undefined ? {} : { 'idempotency-key': key }),
        },
        payload: JSON.stringify(change),
      });
      return { status: answer.statusCode, headers: answer.headers, body: JSON.parse(answer.body) };
    },
    async operate(path, body) {
      const answer = await http.inject({
        method: 'POST',
        url: path,
        headers: { authorization: 'Bearer operator' },
        ...(body === undefined ? {} : { payload: body }),
      });
      return { status: answer.statusCode, headers: answer.headers, body: JSON.parse(answer.body) };
    },
    async tellLines(lines, agency = 'jobcentre') {
      const answer = await http.inject({
        method: 'POST',
        url: '/v1/changes/bulk',
        headers: { authorization: `Bearer ${agency}`, 'content-type': 'application/x-ndjson' },
        payload: lines,
      });
      const texts = answer.body.split('\n').filter((text) => text !== '');
      const body = texts.map((text) => JSON.parse(text) as object);
      const isProblem = answer.statusCode >= 400;
      return {
        status: answer.statusCode,
        headers: answer.headers,
        body: isProblem ? body[0] : body,
      };
    },
    async close() {
      await http.close();
      await accept.drain();
      await intake.close();
    },
  };
}
