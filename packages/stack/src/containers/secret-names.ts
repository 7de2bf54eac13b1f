import { REGISTRY_STORE } from '../deploy/registry-database.ts';
import { listClients } from '../issuer/clients.ts';
import { listLogUsers, type Members } from '../rights/list-rights.ts';
import { listLogins } from '../stack/databases.ts';
import { SERVICE_LIST } from '../stack/service-list.ts';

/** What the containers are given as variables of `.env`, which is made on each machine and never in git. */
export const BUSINESS_DATE = 'BUSINESS_DATE';
export const AREA_SECRET = 'SECRET_AREA';
export const LEDGER_SECRET = 'SECRET_LEDGER';
export const POSTGRES_SECRET = 'SECRET_POSTGRES';
export const BROKERS_SECRET = 'SECRET_BROKERS';

const nameFor = (kind: string, owner: string): string =>
  `SECRET_${kind}_${owner.replaceAll('-', '_').toUpperCase()}`;

/** A database login's password. */
export const loginSecret = (login: string): string => nameFor('LOGIN', login);
/** An OAuth client's secret. */
export const clientSecret = (clientId: string): string => nameFor('CLIENT', clientId);
/** A broker user's password. */
export const userSecret = (user: string): string => nameFor('USER', user);

/** Database logins, those of the registry and of the log that nobody embeds here included. */
export const LOGINS: readonly string[] = [...listLogins(SERVICE_LIST), REGISTRY_STORE];

export const listClientIds = ({ agencies }: Members): readonly string[] =>
  listClients(agencies.map((id) => ({ id, scopes: [] }))).map(({ clientId }) => clientId);

/** Every variable with a secret of its own. */
export const listSecrets = (members: Members): readonly string[] => [
  AREA_SECRET,
  LEDGER_SECRET,
  POSTGRES_SECRET,
  BROKERS_SECRET,
  ...LOGINS.map(loginSecret),
  ...listClientIds(members).map(clientSecret),
  ...listLogUsers(members).map(userSecret),
];

/** The variable's value as Compose fills it in; without one it says what to do. */
export const referenceTo = (variable: string): string =>
  `\${${variable}:?see docs/how-to/run-in-containers.md}`;

/** Everything but references to variables stands for itself. */
export const literal = (text: string): string => text.replaceAll('$', '$$$$');

/** `owner:secret,…`, as the programs read it. */
export const listPlaceholders = (
  owners: readonly string[],
  variableOf: (owner: string) => string,
): string => owners.map((owner) => `${owner}:${referenceTo(variableOf(owner))}`).join(',');

/** Files with certificates and keys, in `.told/containers/secrets` on the machine and in /run/secrets of whoever may have them. */
export const SECRET_FILES = {
  authority: 'ca.pem',
  brokerKeystore: 'broker-keystore.pem',
  adminCertificate: 'told-admin.pem',
  adminKey: 'told-admin.key',
  masterKey: 'master-key',
} as const;
export const SECRETS_FOLDER = '.told/containers/secrets';
