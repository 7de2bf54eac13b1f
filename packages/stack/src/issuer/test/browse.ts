/** A browser without script: keeps cookies, and goes where it is told to one step at a time. */
export type Browser = {
  get(url: string): Promise<Seen>;
  post(url: string, fields: Readonly<Record<string, string>>): Promise<Seen>;
};

export type Seen = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Where the answer leads. */
  readonly next: string;
};

export function openBrowser(): Browser {
  const cookies = new Map<string, string>();
  async function send(url: string, init: RequestInit): Promise<Seen> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...init.headers, cookie, connection: 'close' };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const text of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(text) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = response.headers.get('location');
    return {
      status: response.status,
      headers: response.headers,
      text: await response.text(),
      next: location === null ? '' : new URL(location, url).href,
    };
  }
  return {
    get: (url) => send(url, {}),
    post: (url, fields) =>
      send(url, {
        method: 'POST',
        headers: { origin: new URL(url).origin },
        body: new URLSearchParams(fields),
      }),
  };
}
