import { randomBytes } from 'node:crypto';
import type { Context, ProviderClient } from 'oidc-provider';
import { CHOICE_PATH } from './choose-persona.ts';
import { type Client, CONSOLE_CLIENT } from './clients.ts';
import type { SigningKey } from './credentials.ts';
import { keepInMemory } from './keep-in-memory.ts';
import { CONSOLE_SCOPES, PERSONAS } from './personas.ts';
import { escapeHtml, headersOfPage, type PlainPage, writePlainPage } from './plain-page.ts';

export const AUDIENCE = 'told';
/** RFC 8707 wants a URI; the token itself carries AUDIENCE. */
const RESOURCE = 'urn:told:bus';
const TOKEN_SECONDS = 600;
const MINUTE = 60;
/** Longer than the console's sessions last. */
const SESSION_SECONDS = 24 * 60 * MINUTE;

export type ProviderSettings = {
  readonly clients: readonly Client[];
  readonly key: SigningKey;
  readonly nowMs: () => number;
  /** Where people's browsers reach the console; undefined: nobody signs in, and clients act by themselves. */
  readonly consoleUrl: string | undefined;
};

/** oidc-provider's configuration. */
export function describeProvider(settings: ProviderSettings): Record<string, unknown> {
  const { clients, key, nowMs, consoleUrl } = settings;
  const agencies = new Map(clients.map(({ clientId, agency }) => [clientId, agency]));
  const scopes = clients.flatMap((client) => client.scopes);
  return {
    adapter: keepInMemory(nowMs),
    jwks: { keys: [key] },
    scopes: [...new Set([OPENID, ...scopes, ...CONSOLE_SCOPES])],
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic'],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    clients: clients.map((client) =>
      consoleUrl !== undefined && client.clientId === CONSOLE_CLIENT
        ? describeConsole(client, consoleUrl)
        : describeClient(client),
    ),
    features: {
      ...describeSignIn(consoleUrl),
      userinfo: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: (_context: unknown, _resource: string, client: ProviderClient) => ({
          audience: AUDIENCE,
          scope: (client.scope ?? '').replace(/^openid /, ''),
          accessTokenFormat: 'jwt',
          accessTokenTTL: TOKEN_SECONDS,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    ...FOR_PEOPLE,
    ttl: {
      ...{ ClientCredentials: TOKEN_SECONDS, AccessToken: TOKEN_SECONDS, IdToken: TOKEN_SECONDS },
      ...{ AuthorizationCode: MINUTE, Interaction: 10 * MINUTE },
      ...{ Session: SESSION_SECONDS, Grant: SESSION_SECONDS, RefreshToken: SESSION_SECONDS },
    },
    extraTokenClaims: (_context: unknown, token: { clientId: string; accountId?: string }) => ({
      agency:
        token.accountId === undefined
          ? agencies.get(token.clientId)
          : findPersona(token.accountId)?.agency,
    }),
  };
}

const OPENID = 'openid';

const describeClient = ({ clientId, clientSecret, scopes }: Client) => ({
  client_id: clientId,
  client_secret: clientSecret,
  scope: scopes.join(' '),
  grant_types: ['client_credentials'],
  response_types: [],
  redirect_uris: [],
  token_endpoint_auth_method: 'client_secret_basic',
});

/** It acts for people alone, and by itself gets no token. */
const describeConsole = ({ clientId, clientSecret }: Client, url: string) => ({
  client_id: clientId,
  client_secret: clientSecret,
  scope: [OPENID, ...CONSOLE_SCOPES].join(' '),
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  redirect_uris: [new URL('/sign-in/callback', url).href],
  post_logout_redirect_uris: [new URL('/signed-out', url).href],
  token_endpoint_auth_method: 'client_secret_basic',
});

const findPersona = (id: string | undefined) => PERSONAS.find((persona) => persona.id === id);

/** What concerns people who sign in: PKCE is asked of every client, and a refresh token works once. */
const FOR_PEOPLE = {
  pkce: { required: () => true },
  cookies: { keys: [randomBytes(32).toString('base64url')] },
  interactions: { url: (_context: unknown, { uid }: { uid: string }) => `${CHOICE_PATH}${uid}` },
  conformIdTokenClaims: false,
  claims: { [OPENID]: ['sub', 'name'] },
  issueRefreshToken: (_context: unknown, client: ProviderClient) =>
    client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: true,
  // By this whoever reads the discovery document knows that here nobody proves who they are.
  discovery: { told_development_issuer: true },
  findAccount(_context: unknown, sub: string) {
    const persona = findPersona(sub);
    if (persona === undefined) return undefined;
    return { accountId: sub, claims: () => ({ sub, name: persona.name }) };
  },
  loadExistingGrant: grantTo,
  renderError(context: Context, { error_description: why }: { error_description?: string }) {
    answer(context, {
      title: 'The sign-in cannot go on',
      body: `<p>${escapeHtml(why ?? 'The request was not one that this issuer answers.')}</p>`,
    });
  },
};

/** A persona's own scopes, of those that the client may ask for; the others are refused without asking anybody. */
async function grantTo({ oidc }: Context) {
  const { client, session, provider } = oidc;
  const grantId = session.grantIdFor(client.clientId);
  const known = grantId === undefined ? undefined : await provider.Grant.find(grantId);
  if (known !== undefined) return known;
  const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
  const held = findPersona(session.accountId)?.scopes ?? [];
  const given = CONSOLE_SCOPES.filter((scope) => held.includes(scope)).join(' ');
  const refused = CONSOLE_SCOPES.filter((scope) => !held.includes(scope)).join(' ');
  // To the provider each is a scope of its own too.
  grant.addOIDCScope(`${OPENID} ${given}`);
  grant.rejectOIDCScope(refused);
  grant.addResourceScope(RESOURCE, given);
  grant.rejectResourceScope(RESOURCE, refused);
  await grant.save();
  return grant;
}

const describeSignIn = (consoleUrl: string | undefined) => ({
  devInteractions: { enabled: false },
  revocation: {
    enabled: consoleUrl !== undefined,
    allowedPolicy: (_context: unknown, client: ProviderClient, token: { clientId: string }) =>
      token.clientId === client.clientId,
  },
  rpInitiatedLogout: {
    enabled: consoleUrl !== undefined,
    logoutSource(context: Context, form: string) {
      const button = '<button type="submit" form="op.logoutForm" name="logout" value="yes">';
      const page = {
        title: 'Sign out',
        body: `<p>Sign out of the development issuer too?</p>${form}${button}Sign out</button>`,
      };
      answer(context, page, consoleUrl && new URL(consoleUrl).origin);
    },
    postLogoutSuccessSource: (context: Context) =>
      answer(context, { title: 'You are signed out', body: '' }),
  },
});

function answer(context: Context, page: PlainPage, formTargets?: string): void {
  for (const [name, value] of Object.entries(headersOfPage(formTargets ?? ''))) {
    context.set(name, value);
  }
  context.body = writePlainPage(page);
}
