import type { Statement, Transaction } from '@told/service';

/** Two keys that turned out to stand for one person, as the change says that ends the one. */
export interface EndedKey {
  readonly from: string;
  readonly into: string;
}

// As the log has it already: no new version, and nothing to be told.
const MOVE: Statement = {
  name: 'gateway_restore_make_moves',
  text: `UPDATE interest i SET subject_key = m.into_key
         FROM restored_move m
         WHERE m.from_key = ANY ($1::text[]) AND m.interest_id = i.interest_id AND m.from_key = i.subject_key`,
};

// The key that it goes to may have ended too, and that have been read before.
const MOVE_ON: Statement = {
  name: 'gateway_restore_make_moves_on',
  text: `UPDATE interest i SET subject_key = m.into_key
         FROM restored_move m JOIN subject s ON s.subject_key = m.from_key AND s.merged_into IS NOT NULL
         WHERE m.interest_id IN (SELECT o.interest_id FROM restored_move o WHERE o.from_key = ANY ($1::text[]))
               AND m.interest_id = i.interest_id AND m.from_key = i.subject_key`,
};

const FIND_DECIDED: Statement = {
  name: 'gateway_restore_find_decided_by_merge',
  text: `SELECT EXISTS (
           SELECT FROM decision d JOIN decision f ON f.change_id = d.change_id AND f.run = 1
           WHERE d.subject_key = $2 AND d.run > 1
                 AND (f.subject_key = $1
                      OR d.cause = 'merged' AND EXISTS (SELECT FROM decision_recipient r JOIN interest i USING (interest_id)
                                 WHERE r.change_id = d.change_id AND r.run = d.run AND i.subject_key = $1))
         ) AS decided`,
};

const NOTE_OTHERS: Statement = {
  name: 'gateway_restore_note_other_moves',
  text: `INSERT INTO restored_move (interest_id, from_key, into_key)
         SELECT i.interest_id, k.from_key, k.into_key
         FROM unnest($1::text[], $2::text[]) AS k (from_key, into_key) JOIN interest i ON i.subject_key = k.from_key
         ON CONFLICT DO NOTHING`,
};

const NOTE_MERGES: Statement = {
  name: 'gateway_restore_note_merges',
  text: `INSERT INTO restored_merge (from_key, into_key) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING`,
};

/**
 * These keys' ends have been read again: moves the interests that are known to have moved, and notes the merges and everybody whom they move,
 * to be completed when all has been read. The subjects are locked FOR UPDATE.
 */
export async function moveRestored(tx: Transaction, ended: readonly EndedKey[]): Promise<void> {
  if (ended.length === 0) return;
  const from = ended.map((one) => one.from);
  const into = ended.map((one) => one.into);
  await tx.query(MOVE, [from]);
  while ((await tx.query(MOVE_ON, [from])).rowCount > 0);
  await tx.query(NOTE_OTHERS, [from, into]);
  await tx.query(NOTE_MERGES, [from, into]);
}

/** Whether what was told under one of these keys has been decided for cases of the other: both are yet to be made one. */
export async function isPartlyDecided(tx: Transaction, { from, into }: EndedKey): Promise<boolean> {
  const { rows } = await tx.query<{ decided: boolean }>(FIND_DECIDED, [from, into]);
  return rows[0]?.decided === true;
}
