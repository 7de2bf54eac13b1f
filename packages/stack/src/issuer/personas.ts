import { AUDITOR_SCOPES, OPERATOR_SCOPES } from './clients.ts';

/** Somebody who does not exist, as whom a developer may sign in. */
export type Persona = {
  /** The token's `sub`: it stands beside what the persona did. */
  readonly id: string;
  readonly name: string;
  /** What the page of choice says of the persona. */
  readonly role: string;
  /** The token's `agency` claim. */
  readonly agency: string;
  readonly scopes: readonly string[];
};

/** Two auditors, so that one can approve what the other asks for; and two who may not see what auditors see. */
export const PERSONAS: readonly Persona[] = [
  {
    id: 'amira-auditor',
    name: 'Amira Auditor',
    role: 'Auditor: looks into cases and the ledger, reveals values with a reason, asks for replays',
    agency: 'auditor',
    scopes: [...AUDITOR_SCOPES, 'audit:reveal'],
  },
  {
    id: 'ben-auditor',
    name: 'Ben Auditor',
    role: 'Auditor: looks into cases and the ledger, asks for replays and approves those of others',
    agency: 'auditor',
    scopes: [...AUDITOR_SCOPES, 'replay:approve'],
  },
  {
    id: 'olu-operator',
    name: 'Olu Operator',
    role: 'Operator: keeps the bus running, approves replays, has no audit role',
    agency: 'operator',
    // The ledger holds nothing of what claims say; a look at a page is recorded with this scope.
    scopes: [...OPERATOR_SCOPES, 'ledger:read'],
  },
  {
    id: 'cass-caseworker',
    name: 'Cass Caseworker',
    role: 'Caseworker of Luton: has no role in the console',
    agency: 'luton',
    scopes: [],
  },
];

/** What the console may ask for in a person's name: no more than its pages need. */
export const CONSOLE_SCOPES: readonly string[] = [
  ...AUDITOR_SCOPES,
  'audit:reveal',
  'replay:approve',
  'operations:read',
];
