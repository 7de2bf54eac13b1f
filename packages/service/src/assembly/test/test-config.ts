import type { BaseConfig } from '../../config/base-config.ts';
import type { Statement } from '../../database/ports.ts';

/** What test-engine.ts is started with. */
export interface TestConfig extends BaseConfig {
  readonly topic: string;
}

/** Who holds it decides how long a slow record takes. */
export const SLOW_LOCK = 4_711;
export const holdSlowLock: Statement = {
  name: 'test_slow_lock',
  text: `SELECT pg_advisory_xact_lock(${SLOW_LOCK})`,
};
/** No machine keeps a thread that has nothing to do from its processor for so long. */
export const BUSY_MS = 2_000;
