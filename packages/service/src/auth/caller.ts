/** Who calls, as its token says. */
export interface Caller {
  readonly agency: string;
  readonly clientId: string;
  /** The person who signed in, where the token is one's; undefined: the client acts by itself. */
  readonly subject?: string;
  readonly scopes: ReadonlySet<string>;
  /** SHA-256, base64url, of the certificate that the token is bound to; undefined: to none. */
  readonly certificateDigest?: string;
}

/** What a token says instead of an agency: who may look into the cases of all. */
export const AUDITOR = 'auditor';
/** And what those of the bus's own services say. */
export const OWN_SERVICES = 'told';

/** Who is said to have done what a request does: the person if one signed in, else the client. Two persons may use one client. */
export const actorOf = ({ subject, clientId }: Pick<Caller, 'subject' | 'clientId'>): string =>
  subject ?? clientId;
