import 'reflect-metadata';
import { type webcrypto, X509Certificate } from 'node:crypto';
import net from 'node:net';
import * as x509 from '@peculiar/x509';

/** PEM texts. */
export type Certificate = { readonly cert: string; readonly key: string };

export type CertificateRequest = {
  /** Its common name: whom it is for. */
  readonly name: string;
  /** A server's: the names and addresses it is reached by. Undefined: a client's. */
  readonly hosts?: readonly string[];
  /** A server's that is to do as a client's too: a service shows the same certificate to those whom it calls. */
  readonly isClientToo?: boolean;
  /** From when on; by default now. */
  readonly from?: Date;
  readonly validDays?: number;
};

const CURVE = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 24 * 60 * 60 * 1000;
/** Clocks differ. */
const BACKDATED_MS = 5 * 60 * 1000;
const AUTHORITY_DAYS = 3_650;
const CERTIFICATE_DAYS = 365;
/** What is left when a certificate is made anew. */
const RENEWAL_MS = 30 * DAY_MS;

x509.cryptoProvider.set(crypto);

/** A certificate that signs others, for one machine's development and tests. */
export async function createAuthority(name: string): Promise<Certificate> {
  const keys = await crypto.subtle.generateKey(CURVE, true, ['sign', 'verify']);
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: CURVE,
    ...validFor(new Date(), AUTHORITY_DAYS),
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  });
  return { cert: cert.toString('pem'), key: await exportKey(keys.privateKey) };
}

/** Signs a certificate with a key of its own: to be a server or to be a client, and for both only where that is asked for. */
export async function issueCertificate(
  authority: Certificate,
  { name, hosts, isClientToo, from = new Date(), validDays = CERTIFICATE_DAYS }: CertificateRequest,
): Promise<Certificate> {
  const signer = new x509.X509Certificate(authority.cert);
  const keys = await crypto.subtle.generateKey(CURVE, true, ['sign', 'verify']);
  const { serverAuth, clientAuth } = x509.ExtendedKeyUsage;
  const purposes = hosts ? [serverAuth, ...(isClientToo ? [clientAuth] : [])] : [clientAuth];
  const cert = await x509.X509CertificateGenerator.create({
    subject: `CN=${name}`,
    issuer: signer.subject,
    publicKey: keys.publicKey,
    signingKey: await importKey(authority.key),
    signingAlgorithm: CURVE,
    ...validFor(from, validDays),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension(purposes),
      ...(hosts ? [new x509.SubjectAlternativeNameExtension(hosts.map(describeHost))] : []),
    ],
  });
  return { cert: cert.toString('pem'), key: await exportKey(keys.privateKey) };
}

/** Whether a certificate is this authority's, and will be good for some time. */
export function isGood({ cert }: Certificate, authority: Certificate): boolean {
  const found = new X509Certificate(cert);
  return (
    found.verify(new X509Certificate(authority.cert).publicKey) &&
    Date.parse(found.validTo) - Date.now() > RENEWAL_MS
  );
}

const validFor = (from: Date, days: number) => ({
  notBefore: new Date(from.getTime() - BACKDATED_MS),
  notAfter: new Date(from.getTime() + days * DAY_MS),
});

const describeHost = (host: string): x509.JsonGeneralName =>
  net.isIP(host) ? { type: 'ip', value: host } : { type: 'dns', value: host };

const exportKey = async (key: webcrypto.CryptoKey): Promise<string> =>
  x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');

const importKey = (pem: string): Promise<webcrypto.CryptoKey> =>
  crypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(pem), CURVE, false, ['sign']);
