import { factFields } from '@told/codec';
import { parseNino } from '@told/identity';
import {
  type Caller,
  createBusinessCalendar,
  createHealth,
  createHttpServer,
  createLogger,
  NDJSON_MEDIA_TYPE,
  problem,
} from '@told/service';
import { addAgencyRoutes } from '../src/agencies/routes.ts';
import { addAgreementRoutes } from '../src/agreements/routes.ts';
import type { PersonResolver } from '../src/interests/resolve-persons.ts';
import { addInterestRoutes } from '../src/interests/routes.ts';
import { addMatchRoutes } from '../src/matches/routes.ts';
import { addWhyRoutes } from '../src/why/routes.ts';
import { AGENCIES, type TestGateway } from './open-gateway.ts';
import { digestsOf, subjectKeyOf } from './people.ts';

type Method = 'GET' | 'POST' | 'PUT';

export interface HttpAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the route answers; each test says what it expects
  readonly body: any;
}

export interface HttpGateway {
  /** Calls as this agency, with every scope unless told otherwise. */
  call(
    agency: string,
    request: `${Method} ${string}`,
    body?: unknown,
    scopes?: readonly string[],
  ): Promise<HttpAnswer>;
  /** Persons asked of intake so far. */
  readonly resolved: () => number;
  close(): Promise<void>;
}

const SCOPES = ['interests:write', 'interests:read', 'why:read', 'decisions:read', 'progress:read'];

/** The gateway's routes over a test gateway; the token says who calls, and intake is a function. */
export async function openHttpGateway(gateway: TestGateway): Promise<HttpGateway> {
  const health = createHealth();
  const http = await createHttpServer({
    config: { rateLimitPerSecond: 100_000, authTokenUrl: 'http://issuer.example/token' },
    logger: createLogger({ service: 'gateway', logLevel: 'silent' }),
    title: 'Told Once: gateway',
    auth: {
      async verify(token) {
        const { agency, scopes } = JSON.parse(Buffer.from(token, 'base64url').toString());
        return { agency, clientId: agency, scopes: new Set(scopes) } satisfies Caller;
      },
    },
    ready: health,
    checkAnswers: true,
  });
  let resolved = 0;
  const resolve: PersonResolver = Object.assign(
    async ({ person }: Parameters<PersonResolver>[0]) => {
      resolved += 1;
      const nino = parseNino(person.nino ?? '', 'synthetic');
      if (!nino.ok) {
        throw problem(nino.code, { errors: [{ pointer: '/person/nino', code: nino.code }] });
      }
      const known = { ...person, nino8: nino.nino8 };
      return {
        subjectKey: subjectKeyOf(known),
        digests: digestsOf(known),
        state: 'final' as const,
      };
    },
    { drain: async () => undefined },
  );
  const clock = { nowMs: () => Date.parse('2010-05-13T10:00:00Z') };
  const spec = { kind: 'started', date: '2010-05-13', atMs: clock.nowMs() } as const;
  const { db, agreements, interests, suspensions } = gateway;
  const agencies = new Set(AGENCIES);
  addInterestRoutes(http, { db, ...interests, resolve, agencies, today: () => spec.date });
  addMatchRoutes(http, { db, ...interests });
  addWhyRoutes(http, { db });
  addAgencyRoutes(http, { db, clock, facts: factFields, running: agencies, suspensions });
  const calendar = createBusinessCalendar(spec, clock);
  addAgreementRoutes(http, { agreements, calendar, suspensions });
  await http.ready();

  return {
    resolved: () => resolved,
    async call(agency, request, body, scopes = SCOPES) {
      const [method, url] = request.split(' ') as [Method, string];
      const token = Buffer.from(JSON.stringify({ agency, scopes })).toString('base64url');
      const isNdjson = typeof body === 'string';
      const answer = await http.inject({
        method,
        url,
        headers: {
          authorization: `Bearer ${token}`,
          ...(isNdjson ? { 'content-type': NDJSON_MEDIA_TYPE } : {}),
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
    close: () => http.close(),
  };
}
