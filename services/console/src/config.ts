import { parseVerifier } from '@told/ledger';
import {
  baseConfig,
  type ConfigOf,
  checkTlsConfig,
  list,
  optional,
  parseConfig,
  readConfigOrExit,
  secret,
  text,
  url,
  urls,
  variable,
} from '@told/service';
import { checkSignInConfig, signInVariables } from './sign-in/index.ts';

const { service, host, port, tlsCert, tlsKey, tlsClientCa } = baseConfig;
const { authIssuer, authJwksUrl, authTokenUrl, authAudience } = baseConfig;
const { identityMode, logLevel, rateLimitPerSecond, stopDeadlineMs, readyFile } = baseConfig;

/** It has neither a database nor a log. */
const spec = {
  ...{ service, host, port, tlsCert, tlsKey, tlsClientCa },
  ...{ authIssuer, authJwksUrl, authTokenUrl, authAudience },
  ...{ identityMode, logLevel, rateLimitPerSecond, stopDeadlineMs, readyFile },
  ...signInVariables,
  clientId: text('TOLD_CLIENT_ID'),
  clientSecret: secret('TOLD_CLIENT_SECRET'),
  /** Where browsers reach it; over https in any deployment. */
  consoleUrl: url('TOLD_CONSOLE_URL'),
  auditUrls: urls('TOLD_AUDIT_URL'),
  gatewayUrls: urls('TOLD_GATEWAY_URL'),
  intakeUrls: urls('TOLD_INTAKE_URL'),
  /** Verifies the ledger's heads; without it, what the audit service publishes is taken at its word. */
  ledgerPublicKey: optional(
    variable('TOLD_LEDGER_PUBLIC_KEY', 'a published key: name+id+base64', (text) =>
      parseVerifier(text) === undefined ? undefined : text,
    ),
  ),
  /** What its forms offer. */
  agencies: list('TOLD_AGENCIES'),
} as const;

export type ConsoleConfig = ConfigOf<typeof spec>;

export const config: ConsoleConfig = readConfigOrExit((env) =>
  parseConfig(env, spec, (config) => [...checkTlsConfig(config), ...checkSignInConfig(config)]),
);
