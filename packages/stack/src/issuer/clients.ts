import type { Agency } from '@told/agreements';

/** Who may ask for tokens, and for what. Secrets are made at the first start, never written here. */
export type ClientGrant = {
  /** The token's `agency` claim: the only agency in whose name the client can act. */
  readonly agency: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
};

export type Client = ClientGrant & { readonly clientSecret: string };

/** Through which people sign in. */
export const CONSOLE_CLIENT = 'told-console';

const SERVICE_SCOPES = ['identities:resolve', 'why:read', 'progress:read', 'erasures:tell'];
export const AUDITOR_SCOPES = [
  'why:read',
  'decisions:read',
  'interests:read',
  'consents:read',
  'changes:read',
  'ledger:read',
  'audit:read',
  'subject-access:run',
  'replay:ask',
  'incidents:run',
];
export const OPERATOR_SCOPES = [
  'operations:read',
  'operations:write',
  'erasure:run',
  'retention:run',
  'replay:ask',
  'replay:approve',
  'incidents:run',
];

/** The services act on the bus's own behalf. */
const BUS = 'told';

/** A suspended agency keeps its client: it is told nothing more, and may still ask what it was told. */
export function listClients(agencies: readonly Pick<Agency, 'id' | 'scopes'>[]): ClientGrant[] {
  return [
    ...agencies.map(({ id, scopes }) => ({ agency: id, clientId: id, scopes })),
    { agency: BUS, clientId: 'told-intake', scopes: SERVICE_SCOPES },
    { agency: BUS, clientId: 'told-gateway', scopes: [...SERVICE_SCOPES, 'holds:read'] },
    { agency: BUS, clientId: 'told-audit', scopes: [...SERVICE_SCOPES, 'bodies:open'] },
    { agency: BUS, clientId: CONSOLE_CLIENT, scopes: [] },
    { agency: 'auditor', clientId: 'auditor', scopes: AUDITOR_SCOPES },
    { agency: 'operator', clientId: 'operator', scopes: OPERATOR_SCOPES },
  ];
}
