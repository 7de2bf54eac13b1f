import { parsePrivateKey } from '@told/ledger';
import {
  baseConfig,
  type ConfigOf,
  checkBaseConfig,
  list,
  parseConfig,
  readConfigOrExit,
  secret,
  text,
  urls,
  variable,
} from '@told/service';

const spec = {
  ...baseConfig,
  clientId: text('TOLD_CLIENT_ID'),
  clientSecret: secret('TOLD_CLIENT_SECRET'),
  /** The ledger's id, under which its heads are published: `told.example/area`. */
  ledgerId: variable('TOLD_LEDGER_ID', 'a name without spaces and plus signs', (text) =>
    /^[^\s+\p{Cc}]{1,190}$/u.test(text) ? text : undefined,
  ),
  /** Signs its heads. */
  ledgerKey: variable(
    'TOLD_LEDGER_KEY',
    'an Ed25519 private key, its 32 bytes in base64url',
    parsePrivateKey,
  ),
  intakeUrls: urls('TOLD_INTAKE_URL'),
  agencies: list('TOLD_AGENCIES'),
} as const;

export type AuditConfig = ConfigOf<typeof spec>;

export const config: AuditConfig = readConfigOrExit((env) =>
  parseConfig(env, spec, checkBaseConfig),
);
