import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';

export interface AnsweringServices {
  /** The file of a profile whose services and issuer answer here. */
  readonly profile: string;
  /** What was asked of them since `forget`, tokens left out. */
  asked(): readonly Asked[];
  forget(): void;
  close(): void;
}

export interface Asked {
  /** Method and address. */
  readonly line: string;
  readonly body: unknown;
}

/** Services that answer every request as `answerTo` says, for commands that are tried without a stack. `clients`: the scopes of each. */
export async function openAnsweringServices({
  services,
  clients,
  answerTo,
}: {
  readonly services: readonly string[];
  readonly clients: Readonly<Record<string, readonly string[]>>;
  readonly answerTo: (line: string) => object;
}): Promise<AnsweringServices> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-answering-'));
  let asked: Asked[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => void chunks.push(chunk));
    request.on('end', () => {
      const line = `${request.method} ${request.url}`;
      const text = Buffer.concat(chunks).toString();
      const isToken = line === 'POST /token';
      if (!isToken) asked.push({ line, body: text === '' ? null : JSON.parse(text) });
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(isToken ? TOKEN : answerTo(line)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const profile = path.join(dir, 'one.json');
  const document = {
    ...{ databases: {}, log: { kind: 'embedded', url: 'postgres://nobody@nowhere/told_log' } },
    ...{ registry: {}, ledger: {}, auth: { tokenUrl: `${url}/token`, audience: 'told' } },
    services: Object.fromEntries(services.map((name) => [name, { url }])),
    clients: Object.entries(clients).map(([agency, scopes]) => ({
      ...{ agency, clientId: agency, clientSecret: 'synthetic', scopes },
    })),
  };
  fs.writeFileSync(profile, JSON.stringify(document));
  return {
    profile,
    asked: () => asked,
    forget() {
      asked = [];
    },
    close() {
      server.close();
      fs.rmSync(dir, { recursive: true });
    },
  };
}

const TOKEN = { access_token: 'synthetic', token_type: 'Bearer', expires_in: 600 };
