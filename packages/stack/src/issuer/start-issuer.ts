// For packages that import this one: their compilers must find it too.
/// <reference path="./oidc-provider.d.ts" />
import { once } from 'node:events';
import http from 'node:http';
import Provider, { type ProviderClient } from 'oidc-provider';
import { listenOn } from '../ports.ts';
import type { ClientGrant } from './clients.ts';
import { keepSecrets, keepSigningKey, type SigningKey } from './credentials.ts';

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
  readonly onError?: (error: Error) => void;
};

export type Client = ClientGrant & { readonly clientSecret: string };

export type Issuer = {
  readonly issuer: string;
  readonly tokenUrl: string;
  readonly jwksUrl: string;
  readonly audience: string;
  readonly clients: readonly Client[];
  close(): Promise<void>;
};

/**
 * The development issuer: OAuth 2.0 client credentials (RFC 6749 §4.4; secret by HTTP Basic), JWT access tokens (RFC 9068,
 * ES256) with `agency`, `scope` and audience `told`, valid for ten minutes. Not for production: it knows every secret.
 */
export async function startIssuer(options: IssuerOptions): Promise<Issuer> {
  const secrets = keepSecrets(
    options.dir,
    options.clients.map(({ clientId }) => clientId),
  );
  const clients = options.clients.map((client) => ({
    ...client,
    clientSecret: secrets.get(client.clientId) ?? '',
  }));
  const server = http.createServer();
  const port = await listenOn(server, options.port);
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, configure(clients, keepSigningKey(options.dir)));
  if (options.onError) {
    const report = options.onError;
    provider.on('server_error', (_context, error) => report(error));
  }
  server.on('request', provider.callback());
  return {
    issuer,
    tokenUrl: `${issuer}/token`,
    jwksUrl: `${issuer}/jwks`,
    audience: AUDIENCE,
    clients,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
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
