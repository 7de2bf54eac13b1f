import type { Interest } from '@told/codec';
import type { Statement, Transaction } from '@told/service';

/** An interest that a merge moved. */
interface Move {
  readonly interestId: string;
  readonly fromKey: string;
  readonly intoKey: string;
}

/** Where an interest stands while the merges that moved it are yet to be read again, and where it goes then, in order. */
interface Standing {
  readonly version: number;
  readonly subjectKey: string;
  readonly moves: readonly Move[];
}

const READ: Statement = {
  name: 'gateway_restore_read_standing_interests',
  text: `SELECT i.interest_id AS "interestId", i.version, i.subject_key AS "subjectKey",
                coalesce((SELECT json_agg(json_build_object('interestId', interest_id, 'fromKey', from_key, 'intoKey', into_key))
                          FROM restored_move m WHERE m.interest_id = i.interest_id), '[]') AS moves
         FROM interest i WHERE i.interest_id = ANY ($1::uuid[])`,
};

const READ_CLOSED: Statement = {
  name: 'gateway_restore_read_closed_subjects',
  text: 'SELECT subject_key AS "subjectKey" FROM subject WHERE subject_key = ANY ($1::text[]) AND merged_into IS NOT NULL',
};

const FORGET: Statement = {
  name: 'gateway_restore_forget_moves',
  text: 'DELETE FROM restored_move WHERE interest_id = ANY ($1::uuid[])',
};

const KEEP: Statement = {
  name: 'gateway_restore_keep_moves',
  text: `INSERT INTO restored_move (interest_id, from_key, into_key)
         SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[]) ON CONFLICT DO NOTHING`,
};

/**
 * The interests as they are to stand: one that a merge has moved stays with the key that it had until that merge is read again, since what
 * ends the key, and whatever was told under it before, is told to those who held an interest in it. Remembers where each is to go.
 */
export async function holdBackMoves(
  tx: Transaction,
  interests: readonly Interest[],
): Promise<readonly Interest[]> {
  const standings = await readStandings(tx, interests);
  const keys = [...standings.values()].flatMap(({ subjectKey, moves }) => [
    subjectKey,
    ...moves.map(({ intoKey }) => intoKey),
  ]);
  const asked = [...new Set([...keys, ...interests.map((one) => one.subjectKey)])];
  const closed = await tx.query<{ subjectKey: string }>(READ_CLOSED, [asked]);
  const isClosed = new Set(closed.rows.map(({ subjectKey }) => subjectKey));
  const movedElsewhere: string[] = [];
  for (const one of interests) {
    const before = standings.get(one.interestId);
    const next = follow(before, one, isClosed);
    if ((before?.moves.length ?? 0) > 0 && next.moves.length === 0) {
      movedElsewhere.push(one.interestId);
    }
    standings.set(one.interestId, next);
  }
  if (movedElsewhere.length > 0) await tx.query(FORGET, [movedElsewhere]);
  const moves = [...standings.values()].flatMap((one) => one.moves);
  if (moves.length > 0) {
    await tx.query(KEEP, [
      moves.map(({ interestId }) => interestId),
      moves.map(({ fromKey }) => fromKey),
      moves.map(({ intoKey }) => intoKey),
    ]);
  }
  return interests.map((one) => ({
    ...one,
    subjectKey: standings.get(one.interestId)?.subjectKey ?? one.subjectKey,
  }));
}

/** A merge moves it on from where it stands; anything else that makes it another's sets it there, as a registration for another person does. */
function follow(
  before: Standing | undefined,
  { interestId, version, subjectKey, action }: Interest,
  isClosed: ReadonlySet<string>,
): Standing {
  if (before === undefined) return { version, subjectKey, moves: [] };
  if (version <= before.version) return before;
  const at = before.moves.at(-1)?.intoKey ?? before.subjectKey;
  if (subjectKey === at) return { ...before, version };
  // The merge is in this database already: nothing will move it.
  if (action !== 'moved' || isClosed.has(at)) return { version, subjectKey, moves: [] };
  const move = { interestId, fromKey: at, intoKey: subjectKey };
  return { ...before, version, moves: [...before.moves, move] };
}

async function readStandings(
  tx: Transaction,
  interests: readonly Interest[],
): Promise<Map<string, Standing>> {
  type Row = Standing & { readonly interestId: string };
  const ids = [...new Set(interests.map((one) => one.interestId))];
  const { rows } = await tx.query<Row>(READ, [ids]);
  return new Map(rows.map((row) => [row.interestId, { ...row, moves: inOrder(row) }]));
}

/** Those ahead of where it stands; the ones behind it have been made. */
function inOrder({ subjectKey, moves }: Standing): readonly Move[] {
  const next = moves.find(({ fromKey }) => fromKey === subjectKey);
  if (next === undefined) return [];
  const others = moves.filter((one) => one !== next);
  return [next, ...inOrder({ version: 0, subjectKey: next.intoKey, moves: others })];
}
