import { type Codec, keyNumberOf, readOrThrow } from '@told/codec';
import type { KeyName, Transaction } from '@told/service';
import {
  type Erasure,
  readChangesThrough,
  type Through,
  type ValueRow,
} from './erasure-queries.ts';

/** What of a person's history cannot be opened once its keys are destroyed. */
export type Survey = Pick<Erasure, 'changes' | 'inClear' | 'through'>;

/**
 * Looks which changes of a person are sealed with none of the keys that stand. What was told since the keys were destroyed is sealed with
 * new ones, and comes after all that is erased. What was told before bodies were sealed counts with it: its recipients are told as well.
 */
export async function surveyChanges(
  db: Pick<Transaction, 'query'>,
  codec: Codec,
  heads: ReadonlyMap<string, number>,
  standing: readonly KeyName[],
): Promise<Survey> {
  const stands = new Set(standing.map(nameOf));
  const last = new Map<string, number>();
  let changes = 0;
  let inClear = 0;
  const all = [...heads].map(([subjectKey, changeSequence]) => ({ subjectKey, changeSequence }));
  for await (const rows of readChangesThrough(db, all)) {
    for (const { subjectKey, changeSequence, keyNumber } of await listSealed(codec, rows)) {
      if (keyNumber !== undefined && stands.has(nameOf({ subjectKey, keyNumber }))) continue;
      changes += 1;
      if (keyNumber === undefined) inClear += 1;
      last.set(subjectKey, changeSequence);
    }
  }
  const through = [...last].map(
    ([subjectKey, changeSequence]): Through => ({ subjectKey, changeSequence }),
  );
  return { changes, inClear, through };
}

async function listSealed(codec: Codec, rows: readonly ValueRow[]) {
  const decoded = await codec.decode(
    'ClaimantChange',
    rows.map(({ value }) => value),
  );
  return decoded.map(readOrThrow).map(({ subjectKey, changeSequence, body }) => ({
    subjectKey,
    changeSequence,
    keyNumber: keyNumberOf(body),
  }));
}

const nameOf = ({ subjectKey, keyNumber }: KeyName): string => `${subjectKey}/${keyNumber}`;
