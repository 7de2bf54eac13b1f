// For packages that import this one: their compilers must find it too.
/// <reference path="./oidc-provider.d.ts" />
import { once } from 'node:events';
import http from 'node:http';
import Provider, { type ProviderClient } from 'oidc-provider';
import { listenOn } from '../ports.ts';
import { type ClientSecrets, keepClientSecrets } from './client-secrets.ts';
import type { ClientGrant } from './clients.ts';
import { keepSigningKey, type SigningKey } from './credentials.ts';
import { createRotationRoute, OPERATOR_PATH } from './rotation-route.ts';

const AUDIENCE = 'told';
/** RFC 8707 wants a URI; the token itself carries AUDIENCE. */
const RESOURCE = 'urn:told:bus';
const TOKEN_SECONDS = 600;

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
  /** Ends the overlaps of rotated secrets; milliseconds since 1970. */
  readonly nowMs?: () => number;
};

export type Client = ClientGrant & { readonly clientSecret: string };

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
 * ES256) with `agency`, `scope` and audience `told`, valid for ten minutes. Not for production: it knows every secret.
 */
export async function startIssuer(options: IssuerOptions): Promise<Issuer> {
  const { nowMs = Date.now, onError } = options;
  const ids = options.clients.map(({ clientId }) => clientId);
  const secrets = keepClientSecrets(options.dir, ids, nowMs, options.firstSecrets);
  const listClients = (): Client[] =>
    options.clients.map((one) => ({ ...one, clientSecret: secrets.current(one.clientId) }));
  const server = http.createServer();
  const port = await listenOn(server, options.port, options.host);
  const issuer = options.name ?? `http://127.0.0.1:${port}`;
  const where = { issuer, tokenUrl: `${issuer}/token`, jwksUrl: `${issuer}/jwks` };
  const provider = new Provider(issuer, configure(listClients(), keepSigningKey(options.dir)));
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
  server.on('request', (request, response) => {
    const isOperators = request.url?.startsWith(OPERATOR_PATH) === true;
    return isOperators ? operator.handle(request, response) : authorize(request, response);
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

/** A client may have two secrets while one is rotated; the provider itself knows of one. */
function acceptSecrets(provider: Provider, secrets: ClientSecrets): void {
  provider.Client.prototype.compareClientSecret = function (secret) {
    return secrets.accepts(this.clientId, secret);
  };
}

function configure(clients: readonly Client[], key: SigningKey): Record<string, unknown> {
  const agencies = new Map(clients.map(({ clientId, agency }) => [clientId, agency]));
  return {
    adapter: KeepsNothing,
    jwks: { keys: [key] },
    scopes: [...new Set(clients.flatMap(({ scopes }) => scopes))],
    responseTypes: [],
    clientAuthMethods: ['client_secret_basic'],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    clients: clients.map(({ clientId, clientSecret, scopes }) => ({
      client_id: clientId,
      client_secret: clientSecret,
      scope: scopes.join(' '),
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      token_endpoint_auth_method: 'client_secret_basic',
    })),
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        getResourceServerInfo: (_context: unknown, _resource: string, client: ProviderClient) => ({
          audience: AUDIENCE,
          scope: client.scope ?? '',
          accessTokenFormat: 'jwt',
          accessTokenTTL: TOKEN_SECONDS,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    ttl: { ClientCredentials: TOKEN_SECONDS },
    extraTokenClaims: (_context: unknown, token: { readonly clientId: string }) => ({
      agency: agencies.get(token.clientId),
    }),
  };
}

/** JWT access tokens are not stored, and nothing else is issued. */
class KeepsNothing {
  async upsert(): Promise<void> {
    return undefined;
  }
  async find(): Promise<undefined> {
    return undefined;
  }
}
