import type { Transaction } from '@told/service';
import { lockForChange } from '../src/interests/lock-survivors.ts';
import { raiseVersions } from '../src/interests/queries.ts';
import type { TestGateway } from './open-gateway.ts';
import { subjectKeyOf, type TestPerson } from './people.ts';

/** A change of what may be decided about these persons, as an officer's verdict makes it: behind the fences, in one transaction. */
export function settle<T>(
  gateway: TestGateway,
  persons: readonly TestPerson[],
  run: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const keys = persons.map(subjectKeyOf);
  return gateway.db.transaction(async (tx) => {
    await gateway.suspensions.read(tx);
    await lockForChange(tx, keys);
    await raiseVersions(tx, keys);
    return run(tx);
  });
}

let statements = 0;
/** Any statement in an open transaction. */
export const write = (tx: Transaction, text: string, values: readonly unknown[]) =>
  tx.query({ name: `test_write_${++statements}`, text }, values);

/** An officer says that the differences of this case are nothing: all of them, or those to one set of digests. */
export const confirmReviews = (tx: Transaction, interestId: string, digestKey?: string) =>
  write(
    tx,
    `UPDATE match_review SET state = 'confirmed', decided_at_micros = 1, decided_by = 'OFF-1'
     WHERE interest_id = $1 AND coalesce(digest_key = $2, true)`,
    [interestId, digestKey ?? null],
  );
