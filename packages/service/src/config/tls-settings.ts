import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { ConfigFault } from './parse-config.ts';
import { pemFile } from './pem-file.ts';
import { type ConfigOf, optional } from './variables.ts';

/** The variables of the base configuration that say how a service is reached over TLS, and how it reaches others. PEM texts. */
export const tlsVariables = {
  /** The service's own certificate, with those of intermediate authorities after it: as server, and as client of other services. */
  tlsCert: optional(pemFile('TOLD_TLS_CERT_FILE', 'CERTIFICATE')),
  tlsKey: optional(pemFile('TOLD_TLS_KEY_FILE', 'PRIVATE KEY')),
  /** Who signs the certificates of clients, and of the services that this one calls. */
  tlsClientCa: optional(pemFile('TOLD_TLS_CLIENT_CA_FILE', 'CERTIFICATE')),
} as const;

export type TlsConfig = {
  readonly [K in keyof ConfigOf<typeof tlsVariables>]?: string | undefined;
};

/** How a service is reached over TLS. */
export interface TlsSettings {
  readonly cert: string;
  readonly key: string;
  /** Undefined: clients need no certificate. */
  readonly clientCa: string | undefined;
}

export function checkTlsConfig({ tlsCert, tlsKey, tlsClientCa }: TlsConfig): ConfigFault[] {
  const faults: ConfigFault[] = [];
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    faults.push({ variable: 'TOLD_TLS_KEY_FILE', fault: 'goes together with TOLD_TLS_CERT_FILE' });
  } else if (tlsCert !== undefined && tlsKey !== undefined && !belongTogether(tlsCert, tlsKey)) {
    faults.push({
      variable: 'TOLD_TLS_KEY_FILE',
      fault: 'must be the key of the first certificate in TOLD_TLS_CERT_FILE, without a passphrase',
    });
  }
  if (tlsClientCa !== undefined && tlsCert === undefined) {
    const fault = 'is not set; TOLD_TLS_CLIENT_CA_FILE needs it';
    faults.push({ variable: 'TOLD_TLS_CERT_FILE', fault });
  }
  return faults;
}

function belongTogether(cert: string, key: string): boolean {
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false; // one of them cannot be read, which the fault says too
  }
}

/** Undefined: plain HTTP. */
export const readTlsSettings = ({
  tlsCert: cert,
  tlsKey: key,
  tlsClientCa: clientCa,
}: TlsConfig): TlsSettings | undefined =>
  cert === undefined || key === undefined ? undefined : { cert, key, clientCa };
