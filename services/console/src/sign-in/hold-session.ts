import { type Clock, type Problem, problem, type TokenVerifier } from '@told/service';
import type { FastifyBaseLogger } from 'fastify';
import type { Granted, Provider } from './provider.ts';
import type { Holder, Session, Tokens } from './sessions.ts';

export interface HoldPorts {
  readonly provider: Pick<Provider, 'renew'>;
  /** The same check that the services make: what they would refuse is no session here. */
  readonly tokens: TokenVerifier;
  readonly clock: Clock;
}

/** Enough for a page that asks several services, each in its own time. */
const LEFT_MS_MIN = 30_000;

/** Who a session would be of. Undefined for a token that the services would refuse, or that names no person, or another than the ID token does. */
export async function readHolder(
  granted: Granted,
  known: Pick<Holder, 'subject' | 'name'> | undefined,
  { tokens }: Pick<HoldPorts, 'tokens'>,
): Promise<Holder | undefined> {
  const caller = await tokens.verify(granted.accessToken).catch((error: unknown) => {
    if ((error as Partial<Problem>).code === 'unauthorized') return undefined;
    throw error;
  });
  if (caller === undefined) return undefined;
  const { agency, subject, scopes } = caller;
  const person = granted.identity ?? known;
  if (subject === undefined || person?.subject !== subject) return undefined;
  if (known !== undefined && known.subject !== subject) return undefined;
  return { subject, agency, scopes, name: person.name };
}

export const readTokens = (granted: Granted, nowMs: number, former?: string): Tokens => ({
  accessToken: granted.accessToken,
  accessUntilMs: nowMs + granted.expiresInSeconds * 1000,
  refreshToken: granted.refreshToken ?? former,
});

/**
 * The person's access token, renewed when its time is nearly up. Throws the problems `unauthorized` when the provider does not renew it, which ends
 * the session by `end`, and `dependency-unavailable` when the provider is away and the token is used up.
 */
export async function holdToken(
  session: Session,
  end: () => void,
  log: FastifyBaseLogger,
  ports: HoldPorts,
): Promise<string> {
  const { clock } = ports;
  if (session.tokens.accessUntilMs - clock.nowMs() < LEFT_MS_MIN) {
    session.renewing ??= renew(session, end, log, ports).finally(() => {
      session.renewing = undefined;
    });
    await session.renewing;
  }
  return session.tokens.accessToken;
}

async function renew(
  session: Session,
  end: () => void,
  log: FastifyBaseLogger,
  ports: HoldPorts,
): Promise<void> {
  const { refreshToken, accessUntilMs } = session.tokens;
  const isUsable = (): boolean => accessUntilMs > ports.clock.nowMs();
  if (refreshToken === undefined) {
    if (isUsable()) return;
    end();
    throw problem('unauthorized');
  }
  const answer = await ports.provider.renew(refreshToken);
  if (answer.kind === 'unreachable') {
    if (isUsable()) return;
    throw problem('dependency-unavailable', { detail: 'The sign-in service does not answer.' });
  }
  const holder =
    answer.kind === 'given' ? await readHolder(answer.value, session.holder, ports) : undefined;
  if (answer.kind !== 'given' || holder === undefined) {
    log.info({ reason: answer.kind }, 'a session was not renewed');
    end();
    throw problem('unauthorized');
  }
  session.holder = holder;
  session.tokens = readTokens(answer.value, ports.clock.nowMs(), refreshToken);
}
