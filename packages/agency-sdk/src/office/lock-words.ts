import type { Statement, Transaction } from '@told/service';

// By number and each once, so that two transactions with words in common cannot wait for each other.
const LOCK_WORDS: Statement = {
  name: 'office_lock_words',
  text: `SELECT pg_advisory_xact_lock(k.number) FROM (
      SELECT DISTINCT hashtextextended(word, 0) AS number FROM unnest($1::text[]) AS word ORDER BY number
    ) AS k`,
};

/** Whoever names one of these words waits until this transaction ends. Call it before cases are locked. */
export async function lockWords(tx: Transaction, words: readonly string[]): Promise<void> {
  if (words.length > 0) await tx.query(LOCK_WORDS, [words]);
}

/** Two commands with one Idempotency-Key meet here, whatever they are and whichever cases they name. */
export const lockKeys = (tx: Transaction, submissionKeys: readonly string[]): Promise<void> =>
  lockWords(
    tx,
    submissionKeys.map((key) => `key ${key}`),
  );
