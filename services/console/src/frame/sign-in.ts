import type { FastifyInstance, FastifyRequest } from 'fastify';

/** A person who is signed in, and what they may do here. */
export interface SignedIn {
  /** The person's own id, as the issuer names them: who acted, in every record of what was done. */
  readonly subject: string;
  /** What the page calls them. */
  readonly name: string;
  /** In whose name they act: `auditor`, `operator`, or an agency. */
  readonly agency: string;
  /** Those that the issuer granted. */
  readonly scopes: ReadonlySet<string>;
  /** Bound to the session; the frame compares it with what a form brings back. */
  readonly csrfToken: string;
  /** A token of the person's own for the services, good for half a minute more at least. Throws the problem `unauthorized` once the session is over. */
  accessToken(): Promise<string>;
}

/** How people sign in. There is no console without it. */
export interface SignIn {
  /** Who asks; undefined: nobody. */
  find(request: FastifyRequest): Promise<SignedIn | undefined>;
  /** Adds `/sign-in`, which takes `?next=<path>`, and whatever else signing in and out takes. */
  addRoutes(http: FastifyInstance): void;
  /** Origins that its forms lead to, for the content security policy. */
  readonly formActions: readonly string[];
}
