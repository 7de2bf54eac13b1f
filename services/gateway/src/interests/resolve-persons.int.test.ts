import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  createHealth,
  createHttpServer,
  createLogger,
  createServiceCaller,
  requireScope,
} from '@told/service';
import { createPersonResolver, type PersonAsked, type PersonResolver } from './resolve-persons.ts';

const DIGESTS = {
  secretVersion: 1,
  birthDate: null,
  surnamePrefix: null,
  initial: null,
  postcode: null,
};
const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

/** What intake was asked, request by request, and whether it answers. */
let asked: (readonly PersonAsked[])[];
let isAway: boolean;
let traces: string[];
let resolve: PersonResolver;
let close: () => Promise<void>;

beforeAll(async () => {
  const intake = await createHttpServer({
    config: { rateLimitPerSecond: 10_000, authTokenUrl: 'http://issuer.example/token' },
    logger: createLogger({ service: 'intake', logLevel: 'silent' }),
    title: 'intake',
    auth: {
      verify: async () => ({
        agency: 'told',
        clientId: 'told-gateway',
        scopes: new Set(['identities:resolve']),
      }),
    },
    ready: createHealth(),
  });
  intake.post<{ Body: { persons: readonly PersonAsked[] } }>(
    '/v1/identities/resolve',
    {
      onRequest: requireScope('identities:resolve'),
      bodyLimit: 1_000_000,
      schema: {
        operationId: 'resolve',
        summary: 'resolve',
        body: {
          type: 'object',
          additionalProperties: false,
          properties: { persons: { type: 'array' } },
        },
      },
    },
    async (request, reply) => {
      if (isAway) return reply.code(503).send({});
      asked.push(request.body.persons);
      traces.push(request.id);
      return {
        results: request.body.persons.map(({ person }) =>
          person.nino === 'bad'
            ? { code: 'nino-malformed' }
            : { subjectKey: person.nino, digests: DIGESTS, state: 'final' },
        ),
      };
    },
  );
  const url = await intake.listen({ host: '127.0.0.1', port: 0 });
  resolve = createPersonResolver({
    call: createServiceCaller([url]),
    token: async () => 'token',
    traceId: () => TRACE_ID,
  });
  close = () => intake.close();
});
afterAll(() => close());
beforeEach(() => {
  asked = [];
  traces = [];
  isAway = false;
});

const person = (nino: string): PersonAsked => ({
  agency: 'luton',
  caseReference: 'CTB-1',
  person: { nino, surname: null, forename: null, birthDate: null, postcode: null },
  purpose: 'interest',
});

test('persons of the same moment travel in few requests, each with its own answer', async () => {
  const numbers = Array.from({ length: 1000 }, (_, at) => String(at));
  const answers = await Promise.all(numbers.map((nino) => resolve(person(nino))));
  expect(answers.map((one) => one.subjectKey)).toEqual(numbers);
  expect(asked.length).toBeLessThanOrEqual(4);
  expect(traces[0]).toBe(TRACE_ID);
});

test('a bad number is the problem of its own person alone', async () => {
  const [good, bad] = await Promise.allSettled([resolve(person('1')), resolve(person('bad'))]);
  expect(good.status).toBe('fulfilled');
  expect(bad).toMatchObject({
    reason: { code: 'nino-malformed', status: 422, errors: [{ pointer: '/person/nino' }] },
  });
});

test('while intake is away nobody is registered and the caller may try again', async () => {
  isAway = true;
  await expect(resolve(person('1'))).rejects.toMatchObject({
    code: 'dependency-unavailable',
    status: 503,
  });
});
