import type { Batches, LoggedOutcome } from '../../history/history.ts';

/**
 * The same answers without those that were given before under the same number and of the same kind. An office whose database was put back answers
 * again what it does again, at a later time; the gateway keeps the first. Another kind under the same number is left in.
 */
export async function* dropRepeats(
  outcomes: Batches<LoggedOutcome>,
): AsyncGenerator<readonly LoggedOutcome[]> {
  const kinds = new Map<string, string>();
  for await (const batch of outcomes) {
    yield batch.filter(({ agency, releaseId, outcomeNo, kind }) => {
      const number = `${agency}/${releaseId}/${outcomeNo}`;
      const isRepeated = kinds.get(number) === kind;
      if (!kinds.has(number)) kinds.set(number, kind);
      return !isRepeated;
    });
  }
}
