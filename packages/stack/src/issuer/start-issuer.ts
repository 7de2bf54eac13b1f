// For packages that import this one: their compilers must find it too.
/// <reference path="./oidc-provider.d.ts" />
import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import Provider from 'oidc-provider';
import { StackError } from '../errors.ts';
import { listenOn } from '../ports.ts';
import { CHOICE_PATH, createPersonaChoice } from './choose-persona.ts';
import { type ClientSecrets, keepClientSecrets } from './client-secrets.ts';
import type { Client, ClientGrant } from './clients.ts';
import { keepSigningKey } from './credentials.ts';
import { PERSONAS } from './personas.ts';
import { sendPlainPage } from './plain-page.ts';
import { AUDIENCE, describeProvider } from './provider-settings.ts';
import { createRotationRoute, OPERATOR_PATH } from './rotation-route.ts';

export type IssuerOptions = {
  /** Keeps the signing key and the clients' secrets, readable by the owner only. */
  readonly dir: string;
  readonly clients: readonly ClientGrant[];
  /** 0 (the default) takes any free port. */
  readonly port?: number;
  /** Where it listens; by default on this machine only. */
  readonly host?: string;
  /** Its name in tokens, and the address by which others reach it; by default where it listens. */
  readonly name?: string;
  /** Secrets of clients that have none yet; others get one made. */
  readonly firstSecrets?: Readonly<Record<string, string>>;
  readonly onError?: (error: Error) => void;
  /** Which clients an operator may give a new secret, with POST /v1/clients/{clientId}/rotate; none by default. */
  readonly rotatable?: readonly string[];
  /** Where people's browsers reach the console: then they may sign in there as one of the personas. It is an address of this machine. */
  readonly consoleUrl?: string;
  /** Ends the overlaps of rotated secrets; milliseconds since 1970. */
  readonly nowMs?: () => number;
};

export type Issuer = {
  readonly issuer: string;
  readonly tokenUrl: string;
  readonly jwksUrl: string;
  readonly audience: string;
  /** Each with its newest secret. */
  readonly clients: readonly Client[];
  /** Runs after each rotation, before its answer: whatever else keeps secrets is put right. */
  onRotated(run: () => void): void;
  close(): Promise<void>;
};

/**
 * The development issuer: OAuth 2.0 client credentials (RFC 6749 §4.4; secret by HTTP Basic), JWT access tokens (RFC 9068,
 * ES256) with `agency`, `scope` and audience `told`, valid for ten minutes. With a console, also OpenID Connect's authorization code flow, in
 * which whoever signs in chooses a persona. Not for production: it knows every secret, and asks nobody for a password. Throws
 * `console-not-here` for a console that others can reach.
 */
export async function startIssuer(options: IssuerOptions): Promise<Issuer> {
  const { nowMs = Date.now, onError, consoleUrl } = options;
  if (consoleUrl !== undefined) refuseElsewhere(consoleUrl);
  const ids = options.clients.map(({ clientId }) => clientId);
  const secrets = keepClientSecrets(options.dir, ids, nowMs, options.firstSecrets);
  const listClients = (): Client[] =>
    options.clients.map((one) => ({ ...one, clientSecret: secrets.current(one.clientId) }));
  const server = http.createServer();
  const port = await listenOn(server, options.port, options.host);
  const issuer = options.name ?? `http://127.0.0.1:${port}`;
  const where = { issuer, tokenUrl: `${issuer}/token`, jwksUrl: `${issuer}/jwks` };
  const key = keepSigningKey(options.dir);
  const settings = describeProvider({ clients: listClients(), key, nowMs, consoleUrl });
  const provider = new Provider(issuer, settings);
  acceptSecrets(provider, secrets);
  if (onError) provider.on('server_error', (_context, error) => onError(error));
  const rotated: (() => void)[] = [];
  const operator = await createRotationRoute({
    ...where,
    audience: AUDIENCE,
    clientIds: new Set(options.rotatable),
    rotate(clientId, overlapMs) {
      const rotation = secrets.rotate(clientId, overlapMs);
      if (rotation.kind === 'rotated') for (const run of rotated) run();
      return rotation;
    },
  });
  const authorize = provider.callback();
  const choose = consoleUrl === undefined ? undefined : openChoice(provider, consoleUrl, onError);
  server.on('request', (request, response) => {
    if (request.url?.startsWith(OPERATOR_PATH)) return operator.handle(request, response);
    if (choose && request.url?.startsWith(CHOICE_PATH)) return choose(request, response);
    return authorize(request, response);
  });
  return {
    ...where,
    audience: AUDIENCE,
    get clients() {
      return listClients();
    },
    onRotated: (run) => void rotated.push(run),
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await operator.close();
    },
  };
}

/** Nobody proves who they are here, so nobody else may come by: a name of this machine leads each browser to its own. */
function refuseElsewhere(consoleUrl: string): void {
  const { hostname } = new URL(consoleUrl);
  if (THIS_MACHINE.has(hostname)) return;
  throw new StackError('console-not-here', { host: hostname });
}

const THIS_MACHINE: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

function openChoice(
  provider: Provider,
  consoleUrl: string,
  onError: IssuerOptions['onError'],
): (request: IncomingMessage, response: ServerResponse) => void {
  const consoleOrigin = new URL(consoleUrl).origin;
  const choose = createPersonaChoice({ provider, personas: PERSONAS, consoleOrigin });
  return (request, response) => {
    choose(request, response).catch((error: Error) => {
      onError?.(error);
      if (!response.headersSent) sendPlainPage(response, 500, BROKEN);
    });
  };
}

const BROKEN = { title: 'The sign-in cannot go on', body: '<p>The issuer has failed.</p>' };

/** A client may have two secrets while one is rotated; the provider itself knows of one. */
function acceptSecrets(provider: Provider, secrets: ClientSecrets): void {
  provider.Client.prototype.compareClientSecret = function (secret) {
    return secrets.accepts(this.clientId, secret);
  };
}
