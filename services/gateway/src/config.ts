import {
  baseConfig,
  type ConfigOf,
  checkBaseConfig,
  checkKeyConfig,
  keyVariables,
  list,
  oneOf,
  parseConfig,
  readConfigOrExit,
  secret,
  text,
  urls,
} from '@told/service';

const spec = {
  ...baseConfig,
  ...keyVariables,
  clientId: text('TOLD_CLIENT_ID'),
  clientSecret: secret('TOLD_CLIENT_SECRET'),
  intakeUrls: urls('TOLD_INTAKE_URL'),
  /** The folder with one folder of agreement files for each set. */
  agreementsDir: text('TOLD_AGREEMENTS_DIR', 'a path'),
  agreementSet: oneOf('TOLD_AGREEMENT_SET', ['2010', 'current']),
  /** The folder with one file for each agency. */
  agenciesDir: text('TOLD_AGENCIES_DIR', 'a path'),
  /** The agencies with topics: nobody else registers, and nobody else is given anything. */
  agencies: list('TOLD_AGENCIES'),
} as const;

export type GatewayConfig = ConfigOf<typeof spec>;

export const config: GatewayConfig = readConfigOrExit((env) =>
  parseConfig(env, spec, (one) => [...checkBaseConfig(one), ...checkKeyConfig(one)]),
);
