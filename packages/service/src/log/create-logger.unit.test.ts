import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { requireScope } from '../auth/scopes.ts';
import { listenHttp } from '../http/create-http-server.ts';
import { problem } from '../http/problems.ts';
import { asLuton, captureLog, startTestServer } from '../http/test/start-test-server.ts';
import { allowOnly } from './allow-list.ts';
import { MESSAGE_WITHHELD } from './create-logger.ts';

/** Synthetic, and marked so that any trace of it is found. */
const MARKS = ['Zzyzxa', 'QQ123456C', 'qq123456c', '1961-07-13', 'SG18 0ZZ', '999888777'];
const person = {
  surname: 'Zzyzxa',
  nino: 'QQ123456C',
  birthDate: '1961-07-13',
  postcode: 'SG18 0ZZ',
  uprn: '999888777',
};
const leaked = (lines: readonly string[]) =>
  MARKS.filter((mark) => lines.some((line) => line.includes(mark)));

class OwnError extends Error {
  readonly code = 'own-failure';
  readonly retryable = true;
  readonly details = { topic: 'told.changes', partition: 3, nino: 'QQ123456C', reason: 'Zzyzxa' };
}

describe('the log', () => {
  test('keeps allowed fields, drops and counts all others', () => {
    const { logger, lines } = captureLog();
    logger.info({ topic: 'told.changes', partition: 3, offset: 12n, ...person }, 'record handled');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'info',
      service: 'test',
      topic: 'told.changes',
      partition: 3,
      offset: '12',
      withheld: 5,
      msg: 'record handled',
    });
    expect(leaked(lines)).toEqual([]);
  });

  test('drops a personal value under an allowed key', () => {
    const { logger, lines } = captureLog();
    const keys = ['agency', 'code', 'reason', 'changeId', 'digest', 'route', 'origin', 'clientId'];
    for (const key of keys) {
      for (const mark of MARKS) {
        logger.info({ [key]: mark }, 'tried');
        logger.info({ [key]: { [mark]: mark } }, 'tried');
        logger.child({ [key]: mark }).info('tried');
      }
    }
    logger.info({ origin: 'http://127.0.0.1:80/v1/cases/QQ123456C?n=Zzyzxa' }, 'tried');
    expect(leaked(lines)).toEqual([]);
    expect(lines.at(-1)).toContain('"origin":"http://127.0.0.1');
  });

  test('drops personal values in messages, spliced values, nested objects, children and bare objects', () => {
    const { logger, lines } = captureLog();
    logger.info(`told by ${person.surname}`);
    logger.info('told by %s', person.surname);
    logger.info({ request: { body: person }, records: [person] }, 'told by %s', person.nino);
    logger.child({ person, user: person.surname }).warn({ err: { person } }, 'nested');
    logger.child({}).child(person, { msgPrefix: person.nino }).info('twice');
    const bound = logger.child({});
    bound.setBindings(person);
    bound.info('bound');
    logger.error(person);
    logger.info({ msg: person.surname, message: person.nino });
    logger.info(
      { [person.surname]: 1, codes: [person.nino], topics: [person.nino, 'told.x'] },
      'keys',
    );
    expect(leaked(lines)).toEqual([]);
    expect(JSON.parse(lines[0] ?? '').msg).toBe(MESSAGE_WITHHELD);
  });

  test('drops personal values in errors: message, stack, details, causes, other members', () => {
    const { logger, lines } = captureLog();
    const database = Object.assign(new Error('duplicate key'), {
      code: '23505',
      table: 'interest',
      detail: 'Key (nino)=(QQ123456C) already exists.',
      where: person.surname,
    });
    logger.error(new Error(`no such person: ${person.surname}\n    at ${person.nino}`));
    logger.error(
      { err: new OwnError(`the rule (${person.surname})`, { cause: database }) },
      'failed',
    );
    logger.error({ err: new AggregateError([new Error(person.nino)], person.surname) }, 'failed');
    logger.error(
      { err: problem('date-order', { detail: person.birthDate, errors: [] }) },
      'failed',
    );
    try {
      JSON.parse(`{"surname": Zzyzxa}`);
    } catch (error) {
      logger.error({ err: error }, 'failed');
    }
    expect(leaked(lines)).toEqual([]);
    expect(JSON.parse(lines[1] ?? '').err).toMatchObject({
      type: 'Error',
      code: 'own-failure',
      rule: 'the rule',
      retryable: true,
      details: { topic: 'told.changes', partition: 3, withheld: 2 },
      cause: { code: '23505', table: 'interest' },
    });
    expect(JSON.parse(lines[1] ?? '').err.stack).toContain('create-logger.unit.test.ts');
  });

  test('says in a constant sentence that a server listens', async () => {
    const { logger, lines } = captureLog();
    const server = await startTestServer({ logger });
    await listenHttp(server, { host: '127.0.0.1', port: 0 });
    await server.close();
    expect(lines.map((line) => JSON.parse(line).msg)).toContain('http server listens');
    expect(lines.filter((line) => line.includes(MESSAGE_WITHHELD))).toEqual([]);
  });

  test('takes no line that a value would begin: every entry is one line, whatever is told', () => {
    const { logger, lines } = captureLog();
    const forged = 'ok\n{"level":"info","msg":"request answered","agency":"luton"}\u2028\u001b[2J';
    logger.info({ agency: forged, code: forged, route: `/v1/${forged}`, origin: forged }, forged);
    logger.error({ err: new Error(forged) }, 'failed');
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(line.indexOf('\n')).toBe(line.length - 1);
      expect(line).not.toContain('\u001b');
      expect(JSON.parse(line)).not.toHaveProperty('agency');
    }
  });

  test('an allowed key that a prototype offers is not an allowed key', () => {
    expect(allowOnly(JSON.parse('{"__proto__":{"code":"x"},"constructor":"x"}'))).toEqual({
      withheld: 2,
    });
  });
});

describe('requests with personal data in every part', () => {
  const { logger, lines } = captureLog();
  let server: FastifyInstance;
  beforeAll(async () => {
    server = await startTestServer({ logger });
    const schema = {
      operationId: 'postPerson',
      summary: 'Takes a person',
      body: {
        type: 'object',
        additionalProperties: false,
        properties: { surname: { type: 'string' } },
      },
    };
    server.post(
      '/v1/people/:reference',
      { onRequest: requireScope('things:write'), schema },
      async (request) => {
        request.log.info({ req: request, body: request.body, params: request.params }, 'seen');
        throw new Error(`cannot store ${JSON.stringify(request.body)}`);
      },
    );
  });
  afterAll(() => server.close());

  test('leave nothing in log or answer but route, status, caller and trace', async () => {
    const url = '/v1/people/QQ123456C';
    const headers = {
      ...asLuton,
      'x-person': 'Zzyzxa',
      cookie: 'Zzyzxa',
      traceparent: 'QQ123456C',
    };
    const send = (over: object) => server.inject({ method: 'POST', url, headers, ...over });
    const answers = [
      await send({ payload: { surname: 'Zzyzxa' } }),
      await send({ payload: '{"surname": Zzyzxa}' }),
      await send({ payload: { surname: ['Zzyzxa'] } }),
      await send({ url: `${url}?surname=Zzyzxa`, payload: {} }),
      await send({ url: `/v1/unknown/QQ123456C?x=SG18%200ZZ` }),
      await send({ method: 'DELETE' }),
      await send({ headers: { authorization: 'Bearer Zzyzxa.QQ123456C' } }),
    ];
    const documents = answers.map((answer) => answer.body + JSON.stringify(answer.headers));
    expect(leaked(documents)).toEqual([]);
    expect(leaked(lines)).toEqual([]);
    const access = lines
      .map((line) => JSON.parse(line))
      .filter(({ msg }) => msg === 'request answered');
    expect(access.map(({ status }) => status)).toEqual([500, 400, 422, 422, 404, 405, 422]);
    expect(access[0]).toMatchObject({
      method: 'POST',
      route: '/v1/people/:reference',
      status: 500,
      code: 'internal',
      agency: 'luton',
      durationMs: expect.any(Number),
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });
});
