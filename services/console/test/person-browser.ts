import type { FastifyInstance } from 'fastify';

/** A browser without script: it keeps the cookies of each place, and goes one step at a time. */
export interface PersonBrowser {
  get(url: string): Promise<Seen>;
  post(
    url: string,
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Seen>;
  /** Goes where it is led, until a page shows. */
  open(url: string): Promise<Seen>;
  /** From a page of the console that wants somebody signed in, to wherever that leads. */
  signInAs(persona: string, path: string): Promise<Seen>;
  /** As the console's answers set them. */
  readonly setCookies: readonly string[];
  /** By name, of the console. */
  readonly cookies: Map<string, string>;
}

export interface Seen {
  readonly url: string;
  readonly status: number;
  readonly text: string;
  /** Where the answer leads; empty: it is a page. */
  readonly next: string;
}

const STEPS_MAX = 12;

/** The console answers without listening; everybody else by fetch. */
export function openPersonBrowser(http: FastifyInstance, consoleUrl: string): PersonBrowser {
  const jars = new Map<string, Map<string, string>>();
  const setCookies: string[] = [];
  const jarOf = (origin: string): Map<string, string> => {
    const jar = jars.get(origin) ?? new Map<string, string>();
    jars.set(origin, jar);
    return jar;
  };

  async function send(url: string, form?: string, more: object = {}): Promise<Seen> {
    const { origin, pathname, search } = new URL(url, consoleUrl);
    const jar = jarOf(origin);
    const headers = {
      ...{ accept: 'text/html', cookie: [...jar].map((pair) => pair.join('=')).join('; ') },
      ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded', origin }),
      ...more,
    };
    const method = form === undefined ? 'GET' : 'POST';
    const path = `${pathname}${search}`;
    const isOwn = origin === new URL(consoleUrl).origin;
    const answer = isOwn
      ? await askConsole(http, method, path, headers, form)
      : await askElsewhere(`${origin}${path}`, method, headers, form);
    if (isOwn) setCookies.push(...answer.cookies);
    for (const text of answer.cookies) keep(jar, text);
    const next = answer.location === '' ? '' : new URL(answer.location, `${origin}${path}`).href;
    return { url: `${origin}${path}`, status: answer.status, text: answer.text, next };
  }

  async function follow(first: Seen): Promise<Seen> {
    let seen = first;
    for (let step = 0; seen.next !== ''; step += 1) {
      if (step === STEPS_MAX) throw new Error(`the way from ${first.url} has no end`);
      seen = await send(seen.next);
    }
    return seen;
  }

  return {
    setCookies,
    cookies: jarOf(new URL(consoleUrl).origin),
    get: (url) => send(url),
    post: (url, fields, headers) => send(url, new URLSearchParams(fields).toString(), headers),
    open: async (url) => follow(await send(url)),
    async signInAs(persona, path) {
      const page = await follow(await send(path));
      const start = /href="(\/sign-in\/start[^"]*)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&');
      const choice = await follow(await send(start ?? '/sign-in/start'));
      // Who is known to the issuer already is not asked again.
      if (!choice.url.includes('/interaction/')) return choice;
      return follow(await send(choice.url, new URLSearchParams({ persona }).toString()));
    },
  };
}

function keep(jar: Map<string, string>, text: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(text) ?? [];
  if (value === '' || /Max-Age=0/i.test(text)) jar.delete(name);
  else jar.set(name, value);
}

interface Got {
  readonly status: number;
  readonly text: string;
  readonly location: string;
  readonly cookies: readonly string[];
}

async function askConsole(
  http: FastifyInstance,
  method: 'GET' | 'POST',
  url: string,
  headers: Record<string, string>,
  payload = '',
): Promise<Got> {
  const answer = await http.inject({ method, url, headers, ...(payload !== '' && { payload }) });
  const { location = '', 'set-cookie': cookies = [] } = answer.headers;
  return {
    ...{ status: answer.statusCode, text: answer.body, location: String(location) },
    cookies: [cookies].flat(),
  };
}

async function askElsewhere(
  url: string,
  method: string,
  headers: Record<string, string>,
  body?: string,
): Promise<Got> {
  const response = await fetch(url, {
    ...{ method, headers: { ...headers, connection: 'close' }, redirect: 'manual' },
    ...(body !== undefined && { body }),
  });
  return {
    ...{ status: response.status, text: await response.text() },
    location: response.headers.get('location') ?? '',
    cookies: response.headers.getSetCookie(),
  };
}
