import type { Database, Statement, Transaction } from '@told/service';
import { BEGAN_ELSEWHERE } from '../decisions/kept-queries.ts';

/** Annulments that are kept, `k`, until the key of what they annul is this person's: whoever is given that first is told then. */
const AWAITING = `FROM kept_change k JOIN decision a ON a.change_id = k.change_id AND a.run = 1
              CROSS JOIN LATERAL (SELECT k.subject_key, a.root_change_id) AS r
         WHERE NOT k.is_latest AND a.change_type = 'annulled' AND ${BEGAN_ELSEWHERE}`;

const IS_AWAITING: Statement = {
  name: 'gateway_why_awaits_key',
  text: `SELECT EXISTS (SELECT ${AWAITING} AND k.change_id = $1) AS awaits`,
};

const COUNT: Statement = {
  name: 'gateway_count_annulments_that_await_keys',
  text: `SELECT count(*) AS count ${AWAITING}`,
};

/** Whether this change is such an annulment. */
export async function awaitsKey(
  db: Pick<Transaction, 'query'>,
  changeId: string,
): Promise<boolean> {
  const { rows } = await db.query<{ awaits: boolean }>(IS_AWAITING, [changeId]);
  return rows[0]?.awaits === true;
}

/** How many there are: for ever, where the end of the other key is parked or was given up. */
export async function countAwaitingKeys(db: Pick<Database, 'query'>): Promise<number> {
  return (await db.query<{ count: number }>(COUNT)).rows[0]?.count ?? 0;
}
