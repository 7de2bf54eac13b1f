import type { Statement, Transaction } from '@told/service';

/** The number is ours and means nothing. */
const KEYS_LOCK = 7_418_021;

const LOCK: Statement = { name: 'intake_lock_keys', text: 'SELECT pg_advisory_xact_lock($1)' };

/**
 * Until the transaction ends, no instance destroys data keys or wraps them anew: who has looked at one and writes it back would bring it back to
 * life. Taken last, after every row.
 */
export const lockKeys = async (tx: Transaction): Promise<void> =>
  void (await tx.query(LOCK, [KEYS_LOCK]));
