import { describe, expect, test } from '@jest/globals';
import { callService, createServiceCaller } from './call-service.ts';
import { createTokenSource } from './create-token-source.ts';

type Answer = () => Promise<Response> | Response;
const answering = (answer: Answer, seen: Request[] = []): typeof fetch =>
  (async (url: string, init: RequestInit) => {
    seen.push(new Request(url, init));
    return answer();
  }) as typeof fetch;

describe('a call to another service', () => {
  test('carries token, trace and JSON, and brings the answer', async () => {
    const seen: Request[] = [];
    const answer = await callService<{ a: number }>('http://gateway.test/v1/x', {
      body: { b: 2 },
      token: async () => 'abc',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      fetch: answering(() => Response.json({ a: 1 }, { status: 202 }), seen),
    });
    expect(answer).toEqual({ ok: true, status: 202, body: { a: 1 } });
    expect(seen[0]?.method).toBe('POST');
    expect(seen[0]?.headers.get('authorization')).toBe('Bearer abc');
    expect(seen[0]?.headers.get('traceparent')).toContain('4bf92f35');
    expect(await seen[0]?.json()).toEqual({ b: 2 });
  });

  test('a refusal is an answer with its problem', async () => {
    const refusal = { code: 'change-unknown', detail: 'No.', errors: [] };
    const answer = await callService('http://gateway.test/', {
      fetch: answering(() => Response.json(refusal, { status: 404 })),
    });
    expect(answer).toEqual({ ok: false, status: 404, problem: refusal });
  });

  test.each<[string, Answer]>([
    ['cannot be reached', () => Promise.reject(new TypeError('fetch failed'))],
    ['answers 503', () => new Response('{}', { status: 503, headers: { 'retry-after': '1' } })],
    ['answers 429', () => new Response('{}', { status: 429 })],
    ['refuses our token', () => new Response('{}', { status: 401 })],
    ['answers no JSON', () => new Response('<html>')],
  ])('a service that %s is a dependency unavailable', async (_, answer) => {
    await expect(
      callService('http://gateway.test/', { fetch: answering(answer) }),
    ).rejects.toMatchObject({ code: 'dependency-unavailable', retryAfterSeconds: 1 });
  });
});

describe('a caller of several instances', () => {
  const ADDRESSES = ['http://gateway.test', 'http://gateway-2.test'];
  /** Each address answers with itself, unless it is away. */
  function openInstances() {
    const away = new Set<string>();
    const asked: string[] = [];
    const call = createServiceCaller(ADDRESSES);
    const reach = (async (url: string) => {
      const { origin } = new URL(url);
      asked.push(origin);
      if (away.has(origin)) throw new TypeError('fetch failed');
      return Response.json({ origin });
    }) as typeof fetch;
    return { away, asked, ask: () => call<{ origin: string }>('/v1/x', { fetch: reach }) };
  }

  test('asks the next one when one does not answer, and stays with the one that does', async () => {
    const { away, asked, ask } = openInstances();
    const [one = '', two = ''] = ADDRESSES;
    expect(await ask()).toMatchObject({ body: { origin: one } });
    away.add(one);
    expect(await ask()).toMatchObject({ body: { origin: two } });
    expect(await ask()).toMatchObject({ body: { origin: two } });
    away.delete(one);
    away.add(two);
    expect(await ask()).toMatchObject({ body: { origin: one } });
    expect(asked).toEqual([one, one, two, two, two, one]);
  });

  test('is a dependency unavailable when none answers, each asked once', async () => {
    const { away, asked, ask } = openInstances();
    for (const address of ADDRESSES) away.add(address);
    await expect(ask()).rejects.toMatchObject({ code: 'dependency-unavailable' });
    expect(asked).toEqual(ADDRESSES);
  });
});

describe('a token source', () => {
  let nowMs = 0;
  const OPTIONS = {
    tokenUrl: 'http://issuer.test/token',
    clientId: 'told',
    clientSecret: 'secret of told :%',
    audience: 'told',
    scope: 'identities:resolve',
  };
  const source = (answer: Answer, seen: Request[] = []) =>
    createTokenSource({
      ...OPTIONS,
      clock: { nowMs: () => nowMs },
      fetch: answering(answer, seen),
    });

  test('asks once for many callers, and again when most of its life is used', async () => {
    const seen: Request[] = [];
    let given = 0;
    const token = source(() => {
      given += 1;
      return Response.json({ access_token: `t${given}`, expires_in: 100 });
    }, seen);
    expect(await Promise.all([token(), token(), token()])).toEqual(['t1', 't1', 't1']);
    nowMs = 79_000;
    expect(await token()).toBe('t1');
    nowMs = 81_000;
    expect(await token()).toBe('t2');
    expect(seen).toHaveLength(2);
    const credentials = seen[0]?.headers.get('authorization')?.replace('Basic ', '') ?? '';
    expect(Buffer.from(credentials, 'base64').toString()).toBe('told:secret%20of%20told%20%3A%25');
    expect(await seen[0]?.text()).toBe(
      'grant_type=client_credentials&scope=identities%3Aresolve&audience=told',
    );
  });

  test('keeps a token no longer and no shorter when the machine’s clock is stepped', async () => {
    const seen: Request[] = [];
    const token = createTokenSource({
      ...OPTIONS,
      fetch: answering(() => Response.json({ access_token: 't', expires_in: 100 }), seen),
    });
    const { now } = Date;
    await token();
    try {
      Date.now = () => now() + 3_600_000;
      await token();
    } finally {
      Date.now = now;
    }
    expect(seen).toHaveLength(1);
  });

  test('an issuer that refuses or fails is a dependency unavailable, and is asked again', async () => {
    let fails = true;
    const token = source(() =>
      fails
        ? new Response('{"error":"x"}', { status: 401 })
        : Response.json({ access_token: 'ok' }),
    );
    await expect(token()).rejects.toMatchObject({ code: 'dependency-unavailable' });
    fails = false;
    expect(await token()).toBe('ok');
  });
});
