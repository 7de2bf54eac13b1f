import { createHealth, createLogger, createMetrics } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { openConsole } from '../src/open-console.ts';
import { createBackEnds, type TestBackEnds } from './back-ends.ts';
import { csrfTokenOf, type Persona, TEST_SIGN_IN } from './personas.ts';

export const ORIGIN = 'http://console.example';
export const REASON = 'complaint 4711';

export interface Shown {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

export interface TestConsole {
  readonly http: FastifyInstance;
  readonly backEnds: TestBackEnds;
  readonly lines: readonly string[];
  /** As this person, who has said why they look unless told otherwise. */
  get(path: string, as?: Persona | undefined, more?: Sent): Promise<Shown>;
  /** As a browser sends a form of ours. */
  post(
    path: string,
    form: Readonly<Record<string, string>>,
    as?: Persona,
    more?: Sent,
  ): Promise<Shown>;
  close(): Promise<void>;
}

interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly withReason?: boolean;
}

/** The console over services that a test makes up. */
export async function openTestConsole(consoleUrl: string = ORIGIN): Promise<TestConsole> {
  const backEnds = createBackEnds();
  const lines: string[] = [];
  const logger = createLogger(
    { service: 'console', logLevel: 'info' },
    { write: (line: string) => lines.push(line) },
  );
  const http = await openConsole({
    config: {
      ...{ rateLimitPerSecond: 100_000, authTokenUrl: 'http://issuer.example/token' },
      ...{ consoleUrl, agencies: ['central-bedfordshire', 'luton', 'jobcentre'] },
    },
    ...{ logger, signIn: TEST_SIGN_IN, backEnds, ready: createHealth() },
    metrics: createMetrics({ processMetrics: false }),
  });
  await http.ready();
  const reasons = new Map<string, string>();
  const send = async (options: {
    readonly method: 'GET' | 'POST';
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly payload?: string;
  }): Promise<Shown> => {
    const answer = await http.inject(options);
    return { status: answer.statusCode, text: answer.payload, headers: answer.headers };
  };
  const headersOf = async (as: Persona | undefined, { headers, withReason = true }: Sent = {}) => ({
    accept: 'text/html,application/xhtml+xml',
    ...(as !== undefined && { 'x-persona': as }),
    ...(as !== undefined && withReason && as !== 'cass' && { cookie: await reasonOf(as) }),
    ...headers,
  });
  const FORM = {
    'content-type': 'application/x-www-form-urlencoded',
    origin: new URL(consoleUrl).origin,
  };
  /** The cookie that the form about the reason sets. */
  async function reasonOf(as: Persona): Promise<string> {
    const known = reasons.get(as);
    if (known !== undefined) return known;
    const { headers } = await send({
      ...{ method: 'POST', url: '/reason' },
      headers: { ...FORM, accept: 'text/html', 'x-persona': as },
      payload: new URLSearchParams({ reason: REASON, csrf: csrfTokenOf(as) }).toString(),
    });
    const cookie = String(headers['set-cookie']).split(';', 1)[0] ?? '';
    reasons.set(as, cookie);
    return cookie;
  }
  return {
    ...{ http, backEnds, lines },
    get: async (url, as = 'amira', more = {}) =>
      send({ method: 'GET', url, headers: await headersOf(as, more) }),
    post: async (url, form, as = 'amira', more = {}) =>
      send({
        ...{ method: 'POST', url },
        headers: { ...(await headersOf(as, {})), ...FORM, ...more.headers },
        payload: new URLSearchParams({ csrf: csrfTokenOf(as), ...form }).toString(),
      }),
    close: () => http.close(),
  };
}
