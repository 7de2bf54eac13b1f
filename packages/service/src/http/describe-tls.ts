import type { Server } from 'node:https';
import type { SecureContextOptions, TlsOptions } from 'node:tls';
import type { TlsSettings } from '../config/tls-settings.ts';
import type { Logger } from '../log/create-logger.ts';

/** Forward secrecy and authenticated encryption alone, the strongest first (ASVS 12.1.1, 12.1.2); TLS 1.3 has nothing else. */
export const TLS_FLOOR = {
  minVersion: 'TLSv1.2',
  ciphers: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
  ].join(':'),
} as const satisfies SecureContextOptions;

/**
 * How the server speaks TLS. A client's certificate is asked for and looked at by the routes that need a token, not in the handshake: whoever
 * asks for /health or /metrics has none, and one that is refused shall be told why.
 */
export const describeTls = ({ cert, key, clientCa }: TlsSettings): TlsOptions => ({
  ...TLS_FLOOR,
  cert,
  key,
  honorCipherOrder: true,
  ...(clientCa !== undefined && { ca: clientCa, requestCert: true, rejectUnauthorized: false }),
});

/** Who hangs up in mid-handshake is a prober of ports. */
const HUNG_UP = new Set(['ECONNRESET', 'EPIPE']);

/** A handshake that fails never becomes a request; this is the only trace of it. */
export function logRefusedHandshakes(server: Server, logger: Logger): void {
  server.on('tlsClientError', (error: NodeJS.ErrnoException) => {
    if (error.code === undefined || HUNG_UP.has(error.code)) return;
    logger.warn({ reason: nameCode(error.code) }, 'tls handshake failed');
  });
}

/** OpenSSL's codes as the log takes them: `ERR_SSL_UNSUPPORTED_PROTOCOL` is `err-ssl-unsupported-protocol`. */
export const nameCode = (code: string): string => code.toLowerCase().replaceAll('_', '-');
