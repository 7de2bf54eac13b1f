import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { text as readAll } from 'node:stream/consumers';

export interface ServicesOptions {
  /** Where each answers, below the address of all; a whole address for one that stands elsewhere. */
  readonly services: Readonly<Record<string, string>>;
  /** The scopes of each client. */
  readonly clients: Readonly<Record<string, readonly string[]>>;
}

export interface OpenServices {
  /** A folder of the suite's own, with nothing in it but the profile. */
  readonly dir: string;
  /** The file of a profile whose services and issuer answer here: `one.json`. */
  readonly profile: string;
  close(): void;
}

/** What was asked, tokens left out. */
export interface Request {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly type: string | undefined;
  readonly text: string;
}

/** Services and their issuer as a suite has them answer, for commands that are tried without a stack. */
export async function openServices(
  { services, clients }: ServicesOptions,
  answer: (request: Request, response: http.ServerResponse) => void,
): Promise<OpenServices> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-answering-'));
  const server = http.createServer((request, response) => {
    void readAll(request).then((text) => {
      const { method = '', url = '', headers } = request;
      response.setHeader('content-type', 'application/json');
      if (url === '/token') response.end(JSON.stringify(TOKEN));
      else answer({ method, url, type: headers['content-type'], text }, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const profile = path.join(dir, 'one.json');
  const document = {
    ...{ databases: {}, log: { kind: 'embedded', url: 'postgres://nobody@nowhere/told_log' } },
    ...{ registry: {}, ledger: {}, auth: { tokenUrl: `${base}/token`, audience: 'told' } },
    services: Object.fromEntries(
      Object.entries(services).map(([name, at]) => [
        name,
        { url: at.startsWith('http') ? at : `${base}${at}` },
      ]),
    ),
    clients: Object.entries(clients).map(([agency, scopes]) => ({
      ...{ agency, clientId: agency, clientSecret: 'synthetic', scopes },
    })),
  };
  fs.writeFileSync(profile, JSON.stringify(document));
  return {
    ...{ dir, profile },
    close() {
      server.close();
      fs.rmSync(dir, { recursive: true });
    },
  };
}

export interface AnsweringServices extends OpenServices {
  /** What was asked of them since `forget`. */
  asked(): readonly Asked[];
  forget(): void;
}

export interface Asked {
  /** Method and address. */
  readonly line: string;
  readonly body: unknown;
}

/** Services that answer every request with the JSON that `answerTo` has for it. */
export async function openAnsweringServices({
  services,
  clients,
  answerTo,
}: {
  readonly services: readonly string[];
  readonly clients: ServicesOptions['clients'];
  readonly answerTo: (line: string) => object;
}): Promise<AnsweringServices> {
  let asked: Asked[] = [];
  const addresses = Object.fromEntries(services.map((name) => [name, '']));
  const open = await openServices({ services: addresses, clients }, (request, response) => {
    const line = `${request.method} ${request.url}`;
    asked.push({ line, body: request.text === '' ? null : JSON.parse(request.text) });
    response.end(JSON.stringify(answerTo(line)));
  });
  return {
    ...open,
    asked: () => asked,
    forget() {
      asked = [];
    },
  };
}

const TOKEN = { access_token: 'synthetic', token_type: 'Bearer', expires_in: 600 };
