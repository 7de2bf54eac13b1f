import type { BaseConfig } from '../../config/base-config.ts';

/** What test-engine.ts is started with. */
export interface TestConfig extends BaseConfig {
  readonly topic: string;
}

export const SLOW_MS = 300;
export const BUSY_MS = 1_000;
