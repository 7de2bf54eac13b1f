// The part of oidc-provider that the issuer uses; the package brings no types.
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export type ProviderClient = {
    readonly clientId: string;
    readonly scope?: string;
    grantTypeAllowed(type: string): boolean;
  };
  /** What the provider keeps of a session, code or token. */
  export type AdapterPayload = { uid?: string; grantId?: string; consumed?: number };
  export type Adapter = {
    upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void>;
    find(id: string): Promise<AdapterPayload | undefined>;
    findByUid(uid: string): Promise<AdapterPayload | undefined>;
    consume(id: string): Promise<void>;
    destroy(id: string): Promise<void>;
    revokeByGrantId(grantId: string): Promise<void>;
  };
  export type Grant = {
    addOIDCScope(scope: string): void;
    rejectOIDCScope(scope: string): void;
    addResourceScope(resource: string, scope: string): void;
    rejectResourceScope(resource: string, scope: string): void;
    save(): Promise<string>;
  };
  /** Koa's, with what the provider adds. */
  export type Context = {
    body: unknown;
    type: string;
    set(name: string, value: string): void;
    readonly oidc: {
      readonly provider: Provider;
      readonly client: ProviderClient;
      readonly session: {
        readonly accountId: string;
        grantIdFor(clientId: string): string | undefined;
      };
    };
  };
  export default class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    /** Of this provider alone. */
    readonly Client: {
      readonly prototype: {
        compareClientSecret(this: ProviderClient, actual: string): boolean;
      };
    };
    readonly Grant: {
      new (of: { readonly accountId: string; readonly clientId: string }): Grant;
      find(id: string): Promise<Grant | undefined>;
    };
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
    /** Throws when the cookie of a sign-in under way is missing or the sign-in has expired. */
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<object>;
    /** Answers the request: back to where the sign-in goes on. */
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: { readonly login: { readonly accountId: string } },
      options: { readonly mergeWithLastSubmission: boolean },
    ): Promise<void>;
    on(event: 'server_error', listener: (context: unknown, error: Error) => void): this;
  }
}
