import type { Suspension } from '@told/codec';
import type { Database, Statement } from '@told/service';

const LIST: Statement = {
  name: 'gateway_list_suspensions',
  text: `SELECT target, id, action, version, reason, recorded_at_micros AS "recordedAt" FROM suspension
         ORDER BY version DESC LIMIT $1`,
};

/** Every suspension and resumption, newest first, `limit` at most. */
export async function listSuspensions(db: Database, limit: number): Promise<readonly Suspension[]> {
  return (await db.query<Suspension>(LIST, [limit])).rows;
}
