import {
  type ConfigOf,
  hyphenated,
  optional,
  POSTGRES_SCHEMES,
  parseConfig,
  url,
} from '@told/service';

const spec = {
  agency: hyphenated('TOLD_AGENCY'),
  /** The office's own database, as its service's login. */
  databaseUrl: url('TOLD_DATABASE_URL', POSTGRES_SCHEMES),
  registryUrl: url('TOLD_REGISTRY_URL'),
  /** Where the tables are made anew; a preview needs none. */
  scratchUrl: optional(url('TOLD_SCRATCH_URL', POSTGRES_SCHEMES)),
} as const;

export type RebuildConfig = ConfigOf<typeof spec>;

/** What a rebuild reads of the environment; the first three are the office's service's own. */
export const parseRebuildConfig = (env: NodeJS.ProcessEnv): RebuildConfig => parseConfig(env, spec);
