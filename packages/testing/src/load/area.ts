import { createTokenSource } from '@told/service';
import type { StackFile } from '@told/stack';

/** A running deployment as a load generator sees it. */
export interface Area {
  readonly profile: Pick<
    StackFile,
    'services' | 'databases' | 'log' | 'registry' | 'auth' | 'clients'
  >;
  urlOf(service: string): string;
  /** A bearer token of this agency's client. */
  tokenOf(agency: string): Promise<string>;
}

/** Throws when the profile lacks a service or a client that is asked for. */
export function openArea(profile: Area['profile']): Area {
  const sources = new Map<string, () => Promise<string>>();
  return {
    profile,
    urlOf(service) {
      const url = profile.services[service]?.url;
      if (url === undefined) throw new TypeError(`the deployment runs no service ${service}`);
      return url;
    },
    tokenOf(agency) {
      const known = sources.get(agency);
      if (known !== undefined) return known();
      const client = profile.clients.find((one) => one.agency === agency);
      if (client === undefined) throw new TypeError(`the deployment has no client for ${agency}`);
      const source = createTokenSource({
        tokenUrl: profile.auth.tokenUrl,
        audience: profile.auth.audience,
        clientId: client.clientId,
        clientSecret: client.clientSecret,
        scope: client.scopes.join(' '),
      });
      sources.set(agency, source);
      return source();
    },
  };
}

/** The agencies whose offices run here, and the service each runs as. */
export function listOffices(
  profile: Pick<StackFile, 'services'>,
): readonly { readonly agency: string; readonly service: string }[] {
  return Object.keys(profile.services).flatMap((service) => {
    const agency = /^(?:council-tax-(.+)|(jobcentre))$/.exec(service);
    return agency === null ? [] : [{ agency: agency[1] ?? agency[2] ?? '', service }];
  });
}
