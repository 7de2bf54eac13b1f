import type { AreaSecret } from '@told/identity';
import {
  baseConfig,
  type ConfigFault,
  type ConfigOf,
  checkBaseConfig,
  checkKeyConfig,
  keyVariables,
  list,
  optional,
  outboxConfig,
  parseConfig,
  readConfigOrExit,
  secret,
  text,
  urls,
  variable,
} from '@told/service';
import { parseAreaSecrets } from './parse-area-secrets.ts';

const spec = {
  ...baseConfig,
  ...keyVariables,
  clientId: text('TOLD_CLIENT_ID'),
  clientSecret: secret('TOLD_CLIENT_SECRET'),
  /** Keys the digests of identity: every version there ever was, newest last. */
  areaSecrets: optional(
    variable(
      'TOLD_AREA_SECRETS',
      'versions and secrets as 1:secret,2:secret, newest last, each of at least 32 characters',
      parseAreaSecrets,
    ),
  ),
  /** The same while there is only one, which is version 1. */
  areaSecret: optional(
    variable('TOLD_AREA_SECRET', 'a secret of at least 32 characters', (text) =>
      text.length >= 32 ? text : undefined,
    ),
  ),
  gatewayUrls: urls('TOLD_GATEWAY_URL'),
  /** Agencies whose submissions are read and whose tokens may tell. */
  agencies: list('TOLD_AGENCIES'),
  ...outboxConfig,
} as const;

type Read = ConfigOf<typeof spec>;

export type IntakeConfig = Omit<Read, 'areaSecret' | 'areaSecrets'> & {
  readonly areaSecrets: readonly AreaSecret[];
};

function check(config: Partial<Read>): readonly ConfigFault[] {
  const given = [config.areaSecrets, config.areaSecret].filter((one) => one !== undefined);
  const fault = 'must be set, or else TOLD_AREA_SECRET, and not both';
  const variable = 'TOLD_AREA_SECRETS';
  return [
    ...checkBaseConfig(config),
    ...checkKeyConfig(config),
    ...(given.length === 1 ? [] : [{ variable, fault }]),
  ];
}

function readConfig(env: NodeJS.ProcessEnv): IntakeConfig {
  const { areaSecret, areaSecrets, ...rest } = parseConfig(env, spec, check);
  const only = areaSecret === undefined ? [] : [{ version: 1, secret: areaSecret }];
  return { ...rest, areaSecrets: areaSecrets ?? only };
}

export const config: IntakeConfig = readConfigOrExit(readConfig);
