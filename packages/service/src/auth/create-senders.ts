import type { TlsConfig } from '../config/tls-settings.ts';
import { readTlsSettings } from '../config/tls-settings.ts';
import { TLS_FLOOR } from '../http/describe-tls.ts';

/** How requests to others leave this service. */
export interface Senders {
  /** To services of ours. */
  readonly services: typeof fetch;
  /** To the issuer, and whoever else is not of the deployment. */
  readonly issuer: typeof fetch;
}

/**
 * With a certificate, requests carry it wherever a server asks for one. Services of ours are trusted when the authority that signs the clients'
 * certificates has signed theirs, and nobody else is (ASVS 12.3.4); everybody else by Node's own list, to which NODE_EXTRA_CA_CERTS adds. Without
 * one, both are Node's fetch.
 */
export async function createSenders(config: TlsConfig): Promise<Senders> {
  const tls = readTlsSettings(config);
  if (tls === undefined) return { services: fetch, issuer: fetch };
  const { cert, key, clientCa } = tls;
  // Node's own fetch takes no certificate; the library it is made of does, and is loaded only where it is needed.
  const { Agent, fetch: send } = await import('undici');
  const sendThrough = (ca: string | undefined): typeof fetch => {
    const dispatcher = new Agent({
      connect: { ...TLS_FLOOR, cert, key, ...(ca !== undefined && { ca }) },
    });
    type Send = (url: string, init?: object) => Promise<unknown>;
    return ((url: string | URL, init?: object) =>
      (send as unknown as Send)(String(url), { ...init, dispatcher })) as typeof fetch;
  };
  return { services: sendThrough(clientCa), issuer: sendThrough(undefined) };
}
