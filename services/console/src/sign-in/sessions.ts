import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '@told/service';

/** Who a session is of, as the person's access token says. */
export interface Holder {
  readonly subject: string;
  readonly name: string;
  readonly agency: string;
  readonly scopes: ReadonlySet<string>;
}

export interface Tokens {
  readonly accessToken: string;
  readonly accessUntilMs: number;
  /** Undefined: the provider gives none, and the session ends with the access token. */
  readonly refreshToken: string | undefined;
}

/** It holds nothing about claimants. Its tokens change as they are renewed. */
export interface Session {
  holder: Holder;
  tokens: Tokens;
  readonly csrfToken: string;
  readonly startedMs: number;
  usedMs: number;
  /** While new tokens are being asked for: once, however many pages wait. */
  renewing: Promise<void> | undefined;
}

export interface SessionLimits {
  readonly sessionMinutesMax: number;
  readonly sessionIdleMinutes: number;
}

export interface Sessions {
  /** A new one, under an id that nobody was told before. */
  begin(holder: Holder, tokens: Tokens): string;
  /** And it was used now. Undefined when it has ended, or never was. */
  find(id: string | undefined): Session | undefined;
  end(id: string | undefined): void;
}

const MINUTE_MS = 60_000;
/** An area has a few dozen auditors and operators; of more, those go whose last look is longest ago. */
const SESSIONS_MAX = 5_000;
const SECRET_BYTES = 32;

const makeSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');
/** Whoever reads the memory's dump of the table has no id to come with. */
const digestOf = (id: string): string => createHash('sha256').update(id).digest('base64url');

/** Sessions in this process' memory: with its end they end, and people sign in again. */
export function createSessions(
  { sessionMinutesMax, sessionIdleMinutes }: SessionLimits,
  clock: Clock,
): Sessions {
  /** The one used longest ago first. */
  const sessions = new Map<string, Session>();
  const isOver = ({ startedMs, usedMs }: Session): boolean =>
    clock.nowMs() >= startedMs + sessionMinutesMax * MINUTE_MS ||
    clock.nowMs() >= usedMs + sessionIdleMinutes * MINUTE_MS;
  const makeRoom = (): void => {
    for (const [key, session] of sessions) {
      if (!isOver(session) && sessions.size < SESSIONS_MAX) return;
      sessions.delete(key);
    }
  };
  return {
    begin(holder, tokens) {
      makeRoom();
      const id = makeSecret();
      const nowMs = clock.nowMs();
      sessions.set(digestOf(id), {
        ...{ holder, tokens, csrfToken: makeSecret(), renewing: undefined },
        ...{ startedMs: nowMs, usedMs: nowMs },
      });
      return id;
    },
    find(id) {
      if (id === undefined) return undefined;
      const key = digestOf(id);
      const session = sessions.get(key);
      sessions.delete(key);
      if (session === undefined || isOver(session)) return undefined;
      session.usedMs = clock.nowMs();
      sessions.set(key, session);
      return session;
    },
    end(id) {
      if (id !== undefined) sessions.delete(digestOf(id));
    },
  };
}
