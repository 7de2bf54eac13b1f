import http from 'node:http';

export interface PostAnswer {
  readonly status: number;
  readonly body: string;
  readonly retryAfterSeconds: number | undefined;
}

export interface Poster {
  post(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<PostAnswer>;
  close(): void;
}

const TIMEOUT_MS = 30_000;

/** HTTP over kept connections: `fetch` costs a load generator more than the service it loads. Rejects when there is no answer. */
export function createPoster(connections: number): Poster {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  return {
    post: (url, body, headers) =>
      new Promise((resolve, reject) => {
        const request = http.request(
          url,
          {
            agent,
            method: 'POST',
            headers: { ...headers, 'content-length': Buffer.byteLength(body) },
            timeout: TIMEOUT_MS,
          },
          (response) => {
            const parts: Buffer[] = [];
            response.on('data', (part: Buffer) => parts.push(part));
            response.on('error', reject);
            response.on('end', () => {
              const after = Number(response.headers['retry-after']);
              resolve({
                status: response.statusCode ?? 0,
                body: Buffer.concat(parts).toString(),
                retryAfterSeconds: Number.isFinite(after) ? after : undefined,
              });
            });
          },
        );
        request.on('timeout', () => request.destroy(new Error('no answer in time')));
        request.on('error', reject);
        request.end(body);
      }),
    close: () => agent.destroy(),
  };
}
