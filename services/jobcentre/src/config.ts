import {
  baseConfig,
  type ConfigOf,
  checkBaseConfig,
  outboxConfig,
  parseConfig,
  readConfigOrExit,
} from '@told/service';

const spec = {
  ...baseConfig,
  ...outboxConfig,
} as const;

export type JobcentreConfig = ConfigOf<typeof spec>;

export const config: JobcentreConfig = readConfigOrExit((env) =>
  parseConfig(env, spec, checkBaseConfig),
);
