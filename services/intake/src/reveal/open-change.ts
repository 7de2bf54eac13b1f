import { type ChangeBody, type Codec, readOrThrow } from '@told/codec';
import type { Database, OpenBodies, Statement } from '@told/service';

const FIND: Statement = {
  name: 'intake_find_change_to_reveal',
  text: 'SELECT value FROM accepted_change WHERE change_id = $1',
};

/** A change as it was told. */
export interface OpenedChange {
  readonly subjectKey: string;
  readonly fact: string;
  /** Its fields; null: they were erased. */
  readonly values: Readonly<Record<string, unknown>> | null;
}

/** Undefined for a change that was never accepted here. Rejects with `keys-unavailable` while keys cannot be had. */
export async function openChange(
  changeId: string,
  { db, codec, openBodies }: { db: Database; codec: Codec; openBodies: OpenBodies },
): Promise<OpenedChange | undefined> {
  const { rows } = await db.query<{ value: Buffer }>(FIND, [changeId]);
  const [row] = rows;
  if (row === undefined) return undefined;
  const change = readOrThrow((await codec.decode('ClaimantChange', [row.value]))[0]);
  const { subjectKey, fact } = change;
  const [opened] = await openBodies([{ subjectKey, changeId, body: change.body }]);
  if (opened === 'erased') return { subjectKey, fact, values: null };
  if (!Buffer.isBuffer(opened)) throw new TypeError('a change that was accepted does not open');
  const body: ChangeBody = readOrThrow((await codec.decode('ChangeBody', [opened]))[0]);
  return { subjectKey, fact, values: { ...body[fact] } };
}
