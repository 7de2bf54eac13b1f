import type { BackEnds } from '../back-ends/calls.ts';
import type { View } from './page.ts';
import type { SignedIn, SignIn } from './sign-in.ts';

/** What every page stands in. */
export interface Frame {
  readonly signIn: SignIn;
  readonly backEnds: BackEnds;
  /** The console's public origin, and whether it is reached over TLS. */
  readonly ownOrigin: string;
  readonly isSecure: boolean;
}

declare module 'fastify' {
  interface FastifyInstance {
    readonly frame: Frame;
  }
  interface FastifyRequest {
    /** Null on a page that needs nobody. */
    signedIn: SignedIn | null;
    /** Why they look; empty where nobody asked. */
    reason: string;
  }
  interface FastifyReply {
    /** Shows a view in the layout, with the template below src/. */
    page(template: string, view: View): Promise<FastifyReply>;
  }
}
