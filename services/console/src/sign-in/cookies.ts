import type { FastifyReply, FastifyRequest } from 'fastify';

/** A cookie of ours: no program in the page reads it, other sites' forms do not bring it along, and over TLS no other name can set it (RFC 6265bis §4.1.3). */
export interface Cookie {
  read(request: Pick<FastifyRequest, 'headers'>): string | undefined;
  /** Until the browser ends, or for so many seconds at most. */
  put(reply: FastifyReply, value: string, maxAgeSeconds?: number): void;
  drop(reply: FastifyReply): void;
}

export function createCookie(name: string, isSecure: boolean): Cookie {
  const full = isSecure ? `__Host-${name}` : name;
  const put = (reply: FastifyReply, value: string, more: string): void => {
    const secure = isSecure ? '; Secure' : '';
    reply.header('set-cookie', `${full}=${value}; Path=/; HttpOnly; SameSite=Lax${secure}${more}`);
  };
  return {
    read({ headers }) {
      const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
      return pairs.find((pair) => pair.startsWith(`${full}=`))?.slice(full.length + 1);
    },
    put: (reply, value, maxAgeSeconds) =>
      put(reply, value, maxAgeSeconds === undefined ? '' : `; Max-Age=${maxAgeSeconds}`),
    drop: (reply) => put(reply, '', '; Max-Age=0'),
  };
}
