import { factFields } from '@told/codec';
import {
  type Caller,
  CSV_MEDIA_TYPE,
  createBusinessCalendar,
  createHealth,
  createHttpServer,
  createLogger,
  NDJSON_MEDIA_TYPE,
  problem,
} from '@told/service';
import { addAgencyRoutes } from '../src/agencies/routes.ts';
import { addAgreementRoutes } from '../src/agreements/routes.ts';
import { addConsentRoutes } from '../src/consents/routes.ts';
import { addErasureRoutes } from '../src/erasures/routes.ts';
import { addIncidentRoutes } from '../src/incidents/routes.ts';
import { addInterestRoutes } from '../src/interests/routes.ts';
import { addMatchRoutes } from '../src/matches/routes.ts';
import { addReplayRoutes } from '../src/replays/routes.ts';
import { addSuspensionRoutes } from '../src/suspensions/routes.ts';
import { addWhyRoutes } from '../src/why/routes.ts';
import { AGENCIES, type TestGateway } from './open-gateway.ts';
import { openReplaying } from './replaying.ts';
import { createTestResolver } from './test-resolver.ts';

type Method = 'GET' | 'POST' | 'PUT';

export interface HttpAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the route answers; each test says what it expects
  readonly body: any;
}

/** An agency's client by itself, or a person who signed in through a client that several share. */
export type Who = string | Pick<Caller, 'agency' | 'clientId' | 'subject'>;

export interface HttpGateway {
  /** Calls as this agency, with every scope unless told otherwise. A text goes as NDJSON, bytes as CSV. */
  call(
    who: Who,
    request: `${Method} ${string}`,
    body?: unknown,
    scopes?: readonly string[],
  ): Promise<HttpAnswer>;
  /** Calls as this agency for what is no JSON. */
  text(agency: string, request: `GET ${string}`, scopes: readonly string[]): Promise<string>;
  /** Persons asked of intake so far. */
  readonly resolved: () => number;
  /** Whom intake takes a case to be about. */
  readonly subjectOf: (agency: string, caseReference: string) => string | undefined;
  /** While `work` runs, intake does not answer. */
  readonly withoutIntake: <T>(work: () => Promise<T>) => Promise<T>;
  /** From now on this happens between what intake does and its answer; nothing with undefined. */
  readonly beforeAnswers: ReturnType<typeof createTestResolver>['beforeAnswers'];
  close(): Promise<void>;
}

const SCOPES = [
  'interests:write',
  'interests:read',
  'consents:write',
  'consents:read',
  'why:read',
  'decisions:read',
  'progress:read',
];

/** The gateway's routes over a test gateway; the token says who calls, and intake is a function. */
export async function openHttpGateway(gateway: TestGateway): Promise<HttpGateway> {
  const health = createHealth();
  const http = await createHttpServer({
    config: { rateLimitPerSecond: 100_000, authTokenUrl: 'http://issuer.example/token' },
    logger: createLogger({ service: 'gateway', logLevel: 'silent' }),
    title: 'Told Once: gateway',
    auth: {
      async verify(token) {
        const { who, scopes } = JSON.parse(Buffer.from(token, 'base64url').toString());
        const caller = typeof who === 'string' ? { agency: who, clientId: who } : who;
        return { ...caller, scopes: new Set(scopes) } satisfies Caller;
      },
    },
    ready: health,
    checkAnswers: true,
  });
  const resolver = createTestResolver();
  const clock = { nowMs: () => Date.parse('2010-05-13T10:00:00Z') };
  const spec = { kind: 'started', date: '2010-05-13', atMs: clock.nowMs() } as const;
  const { db, agreements, suspensions } = gateway;
  const origin = 'gateway';
  const interests = { ...gateway.interests, origin };
  const agencies = new Set(AGENCIES);
  addInterestRoutes(http, {
    db,
    ...interests,
    resolve: resolver.resolve,
    agencies,
    today: () => spec.date,
  });
  addMatchRoutes(http, { db, ...interests, resolve: resolver.resolve });
  addWhyRoutes(http, { db, agreements });
  addAgencyRoutes(http, {
    ...{ ...interests, db, facts: factFields, running: agencies, suspensions },
  });
  const calendar = createBusinessCalendar(spec, clock);
  addAgreementRoutes(http, { agreements, calendar, suspensions });
  const { codec, publisher } = gateway;
  addSuspensionRoutes(http, { ...interests, db, agreements, agencies });
  addErasureRoutes(http, { ...interests, db });
  addConsentRoutes(http, {
    ...{ db, codec, publisher, clock, calendar, agreements, agencies },
    async findSubject({ agency, caseReference, person }) {
      if (person !== null)
        return (await resolver.resolve({ agency, person, purpose: 'find' })).subjectKey;
      const [found] = await gateway.rows<{ key: string }>(
        'SELECT subject_key AS key FROM interest WHERE agency = $1 AND case_reference = $2',
        [agency, caseReference],
      );
      if (found === undefined) throw problem('person-unknown');
      return found.key;
    },
  });
  addReplayRoutes(http, openReplaying(gateway).ports);
  addIncidentRoutes(http, {
    ...{ db, codec, publisher, clock, calendar, agreements, agencies, origin },
    interests: gateway.interests,
  });
  await http.ready();

  return {
    ...resolver,
    async call(who, request, body, scopes = SCOPES) {
      const [method, url] = request.split(' ') as [Method, string];
      const token = Buffer.from(JSON.stringify({ who, scopes })).toString('base64url');
      const media = typeof body === 'string' ? NDJSON_MEDIA_TYPE : CSV_MEDIA_TYPE;
      const isLines = typeof body === 'string' || Buffer.isBuffer(body);
      const answer = await http.inject({
        method,
        url,
        headers: {
          authorization: `Bearer ${token}`,
          ...(isLines ? { 'content-type': media } : {}),
        },
        ...(body === undefined ? {} : { payload: body as object }),
      });
      const type = String(answer.headers['content-type']);
      const text = answer.body;
      return {
        status: answer.statusCode,
        body: type.startsWith(NDJSON_MEDIA_TYPE)
          ? text
              .split('\n')
              .filter(Boolean)
              .map((line) => JSON.parse(line))
          : JSON.parse(text),
      };
    },
    async text(agency, request, scopes) {
      const token = Buffer.from(JSON.stringify({ agency, scopes })).toString('base64url');
      const headers = { authorization: `Bearer ${token}` };
      return (await http.inject({ method: 'GET', url: request.slice('GET '.length), headers }))
        .body;
    },
    close: () => http.close(),
  };
}
