/** How to reach a cluster, and as whom. Certificates and keys are PEM texts. */
export interface BrokerAccess {
  /** host:port of some brokers; they name the others. */
  readonly brokers: readonly string[];
  /** By SCRAM-SHA-512, which never sends the password itself. */
  readonly login?: { readonly username: string; readonly password: string };
  /** Undefined: without encryption. */
  readonly tls?: {
    /** Whoever signed the brokers' certificates; nobody else is trusted. */
    readonly ca: string;
    /** The client's own certificate, for brokers that ask for one. */
    readonly cert?: string;
    readonly key?: string;
  };
}

/** The access in an object that may hold more. */
export const pickAccess = ({ brokers, login, tls }: BrokerAccess): BrokerAccess => ({
  brokers,
  ...(login && { login }),
  ...(tls && { tls }),
});
