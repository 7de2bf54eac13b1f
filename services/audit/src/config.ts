import type { KeyObject } from 'node:crypto';
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
  /** Sign its heads, one after the other: the next one follows when an operator says so. */
  ledgerKeys: variable(
    'TOLD_LEDGER_KEY',
    'Ed25519 private keys, each its 32 bytes in base64url, in the order of their use, separated by commas',
    parsePrivateKeys,
  ),
  intakeUrls: urls('TOLD_INTAKE_URL'),
  agencies: list('TOLD_AGENCIES'),
} as const;

function parsePrivateKeys(value: string): readonly KeyObject[] | undefined {
  const texts = value.split(',').map((text) => text.trim());
  const keys = texts.flatMap((text) => parsePrivateKey(text) ?? []);
  return keys.length === texts.length && new Set(texts).size === texts.length ? keys : undefined;
}

export type AuditConfig = ConfigOf<typeof spec>;

export const config: AuditConfig = readConfigOrExit((env) =>
  parseConfig(env, spec, checkBaseConfig),
);
