import { completeChange, type SubmittedJson } from '@told/codec';
import { acceptChanges } from '../../../services/intake/src/acceptance/accept-changes.ts';
import { recordWrites } from '../p4/record-writes.ts';
import { openIntakeParts } from './intake-parts.ts';
import { AGENCY, type TellRequest } from './requests.ts';
import type { WritesOf } from './work.ts';

/** Has the product take each request by itself, and remembers what it wrote for it. */
export async function recordRequests(
  databaseUrl: string,
  requests: readonly TellRequest[],
): Promise<WritesOf> {
  const parts = await openIntakeParts(databaseUrl);
  const { db, transactions } = recordWrites(parts.db);
  for (const { key, body } of requests) {
    const change = completeChange(JSON.parse(body) as SubmittedJson);
    const read = parts.readChange({ agency: AGENCY, idempotencyKey: key, change });
    if (!read.ok) throw new TypeError(`a request of the work is accepted (key=${key})`);
    await db.transaction((tx) => acceptChanges(tx, [read.value], parts));
  }
  await parts.close();
  return new Map(
    requests.map(({ key }, index) => {
      const written = transactions[index];
      if (written === undefined) throw new TypeError(`every request writes something (key=${key})`);
      return [key, written];
    }),
  );
}
