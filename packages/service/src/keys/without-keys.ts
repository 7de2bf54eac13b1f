import { KeyError } from './errors.ts';
import type { KeyReader } from './key-service.ts';

/** For whoever was given no keys: what was never sealed is read, and what was sealed waits. */
export const WITHOUT_KEYS: Pick<KeyReader, 'open' | 'epoch'> = {
  open: async (names) => {
    if (names.length === 0) return [];
    throw new KeyError({ why: 'not-configured' });
  },
  epoch: async () => '',
};
