import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { nameCode } from '../http/describe-tls.ts';
import type { Caller } from './caller.ts';

/** Why a connection's certificate does not do: a code for the log, a sentence for the caller. */
export interface CertificateFault {
  readonly reason: string;
  readonly detail: string;
}

interface Presented {
  /** SHA-256 of the certificate, as a token's claim `cnf` has it (RFC 8705 §3.1). */
  readonly digest: string;
  readonly commonName: string | undefined;
  readonly validUntilMs: number;
}

const presentedOn = new WeakMap<Socket, Presented>();

/** Whether the connection has a certificate of the deployment's authority that is valid now. Undefined: it has. */
export function findConnectionFault(socket: Socket, nowMs: number): CertificateFault | undefined {
  const presented = readPresented(socket);
  if (presented === undefined) {
    return {
      reason: 'certificate-missing',
      detail: 'This service takes requests only from clients with a certificate.',
    };
  }
  const { authorized, authorizationError } = socket as TLSSocket;
  if (!authorized) {
    return {
      reason: nameCode(String(authorizationError ?? 'certificate-not-trusted')),
      detail: 'The client’s certificate is not one that this service trusts.',
    };
  }
  // A connection may live longer than the certificate that it was opened with.
  if (presented.validUntilMs <= nowMs) {
    return { reason: 'cert-has-expired', detail: 'The client’s certificate has expired.' };
  }
  return undefined;
}

/**
 * Whether the certificate stands for the caller that its token names. A token that is bound to a certificate (RFC 8705) is of use with that one
 * alone. Where certificates are required, one of any other client is not enough for a token without such a binding: its subject's
 * common name must be the token's client, so that a token that was stolen is of no use to whoever has a certificate of his own.
 */
export function findBindingFault(
  socket: Socket,
  caller: Caller,
  isRequired: boolean,
): CertificateFault | undefined {
  if (caller.certificateDigest === undefined && !isRequired) return undefined;
  const presented = readPresented(socket);
  if (caller.certificateDigest !== undefined) {
    if (presented?.digest === caller.certificateDigest) return undefined;
    return {
      reason: 'certificate-not-bound',
      detail: 'The access token is bound to another certificate than this connection’s.',
    };
  }
  if (presented?.commonName === caller.clientId) return undefined;
  return {
    reason: 'certificate-of-another',
    detail: 'The certificate’s subject is not the client that the access token was issued to.',
  };
}

/** Undefined on a connection without TLS, and where no certificate was presented. */
function readPresented(socket: Socket): Presented | undefined {
  const known = presentedOn.get(socket);
  if (known !== undefined) return known;
  const { getPeerX509Certificate } = socket as Partial<TLSSocket>;
  const certificate = getPeerX509Certificate?.call(socket as TLSSocket);
  if (certificate === undefined) return undefined;
  const { CN: commonName } = certificate.toLegacyObject().subject;
  const presented = {
    digest: createHash('sha256').update(certificate.raw).digest('base64url'),
    commonName: typeof commonName === 'string' ? commonName : undefined,
    validUntilMs: Date.parse(certificate.validTo),
  };
  presentedOn.set(socket, presented);
  return presented;
}
