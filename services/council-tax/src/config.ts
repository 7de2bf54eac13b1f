import {
  baseConfig,
  type ConfigOf,
  checkBaseConfig,
  hyphenated,
  outboxConfig,
  parseConfig,
  readConfigOrExit,
} from '@told/service';

const spec = {
  ...baseConfig,
  /** The billing authority that this process serves. */
  agency: hyphenated('TOLD_AGENCY'),
  ...outboxConfig,
} as const;

export type CouncilTaxConfig = ConfigOf<typeof spec>;

export const config: CouncilTaxConfig = readConfigOrExit((env) =>
  parseConfig(env, spec, checkBaseConfig),
);
