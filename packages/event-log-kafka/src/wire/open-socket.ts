import net from 'node:net';
import tls from 'node:tls';
import { LogError } from '@told/event-log';
import type { BrokerAccess } from '../broker-access.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Opens a connection; `onConnect` is called when it can be written to: with TLS, when the broker is who it says it is. */
export type OpenSocket = (address: Address, onConnect: () => void) => net.Socket;

/** `connectVia`: where to connect instead. Whom the broker must prove to be is the address that was asked for. */
export function describeSocket(
  access: Pick<BrokerAccess, 'tls'>,
  connectVia: (to: Address) => Address = (to) => to,
): OpenSocket {
  const openPlain: OpenSocket = (address, onConnect) =>
    net.connect({ ...connectVia(address), noDelay: true, keepAlive: true }, onConnect);
  if (!access.tls) return openPlain;
  const secureContext = createContext(access.tls);
  return (address, onConnect) => {
    const { host } = address;
    const socket = tls.connect(
      {
        ...connectVia(address),
        ...(net.isIP(host) ? {} : { servername: host }), // an address is no server name (RFC 6066, 3)
        secureContext,
        checkServerIdentity: (_, certificate) => tls.checkServerIdentity(host, certificate),
      },
      onConnect,
    );
    return socket.setNoDelay(true).setKeepAlive(true);
  };
}

/** Made once: every connection of a cluster trusts the same. @throws LogError `unauthorized` for texts that are no certificates */
function createContext({ ca, cert, key }: NonNullable<BrokerAccess['tls']>): tls.SecureContext {
  try {
    return tls.createSecureContext({
      ca,
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
    });
  } catch (error) {
    const { code } = error as { readonly code?: string };
    const reason = code ?? 'unreadable';
    throw new LogError('unauthorized', { state: 'certificates-unfit', reason }, error);
  }
}
