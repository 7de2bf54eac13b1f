import type { FastifyRequest } from 'fastify';
import type { SignedIn, SignIn } from '../src/frame/sign-in.ts';

/** Who is signed in is what the cookie `persona` or the header `x-persona` says: for tests alone, which nothing of the product imports. */
const SCOPES = {
  /** May look and reveal. */
  amira: [
    ...['audit:read', 'audit:reveal', 'decisions:read', 'why:read', 'ledger:read'],
    ...['replay:ask', 'replay:approve'],
  ],
  /** May look. */
  ben: ['audit:read', 'decisions:read', 'why:read', 'ledger:read', 'replay:ask'],
  /** May nothing here. */
  cass: ['why:read'],
} as const;
export type Persona = keyof typeof SCOPES;

const AGENCIES: Readonly<Record<Persona, string>> = {
  amira: 'auditor',
  ben: 'auditor',
  cass: 'luton',
};

export const csrfTokenOf = (persona: Persona): string => `csrf-token-of-${persona}`;

export const describePersona = (persona: Persona): SignedIn => ({
  subject: `${persona}-subject`,
  name: `${persona.charAt(0).toUpperCase()}${persona.slice(1)} Sample`,
  agency: AGENCIES[persona],
  scopes: new Set(SCOPES[persona]),
  csrfToken: csrfTokenOf(persona),
  accessToken: async () => `token-of-${persona}`,
});

export const TEST_SIGN_IN: SignIn = {
  find: async (request) => {
    const persona = nameOf(request);
    return persona !== undefined && persona in SCOPES
      ? describePersona(persona as Persona)
      : undefined;
  },
  formActions: ['https://issuer.example'],
  addRoutes(http) {
    http.get(
      '/sign-in',
      { schema: { hide: true }, config: { public: true } },
      async () => 'sign in',
    );
  },
};

const nameOf = ({ headers }: FastifyRequest): string | undefined =>
  /(?:^|; )persona=(\w+)/.exec(headers.cookie ?? '')?.[1] ?? String(headers['x-persona'] ?? '');
