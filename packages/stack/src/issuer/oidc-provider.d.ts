// The part of oidc-provider that the issuer uses; the package brings no types.
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export type ProviderClient = { readonly clientId: string; readonly scope?: string };
  export default class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    /** Of this provider alone. */
    readonly Client: {
      readonly prototype: {
        compareClientSecret(this: ProviderClient, actual: string): boolean;
      };
    };
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
    on(event: 'server_error', listener: (context: unknown, error: Error) => void): this;
  }
}
