import { type ConfigFault, integer, list, optional, url, withDefault } from '@told/service';

const MINUTES_OF_A_DAY = 1_440;

/** What signing in reads besides the issuer and the client that every service names; spread it into the console's spec. */
export const signInVariables = {
  /** What the console asks for in a person's name, besides `openid`; the provider gives of it what the person may have. */
  signInScopes: list('TOLD_SIGN_IN_SCOPES'),
  /** Where browsers reach the issuer, when that is not where the console does. */
  signInBrowserOrigin: optional(url('TOLD_SIGN_IN_BROWSER_ORIGIN')),
  /** A session ends then, however busy it is. */
  sessionMinutesMax: withDefault(
    integer('TOLD_SESSION_MINUTES_MAX', { min: 1, max: MINUTES_OF_A_DAY }),
    480,
  ),
  /** A session ends when nothing was asked for so long. */
  sessionIdleMinutes: withDefault(
    integer('TOLD_SESSION_IDLE_MINUTES', { min: 1, max: MINUTES_OF_A_DAY }),
    30,
  ),
} as const;

/** In production, who signs in and who is shown what travels over TLS alone. */
export function checkSignInConfig(config: {
  readonly identityMode?: string;
  readonly consoleUrl?: string;
  readonly authIssuer?: string;
}): readonly ConfigFault[] {
  if (config.identityMode !== 'production') return [];
  const fault = 'begins with https:// in production';
  const isPlain = (address: string | undefined): boolean => address?.startsWith('http:') === true;
  return [
    ...(isPlain(config.consoleUrl) ? [{ variable: 'TOLD_CONSOLE_URL', fault }] : []),
    ...(isPlain(config.authIssuer) ? [{ variable: 'TOLD_AUTH_ISSUER', fault }] : []),
  ];
}
