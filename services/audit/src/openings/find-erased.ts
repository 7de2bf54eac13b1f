import type { Database } from '@told/service';
import { commitWith } from '../entries/commitments.ts';
import { findErasedUntil } from './queries.ts';

/** Until when a person was erased, in microseconds; undefined: never. */
export type FindErased = (subjectKey: string) => Promise<number | undefined>;

export function createFindErased(db: Database, markKey: Buffer): FindErased {
  const commit = commitWith(markKey);
  return async (subjectKey) => {
    const digest = commit.subject(subjectKey);
    return (await findErasedUntil(db, [digest])).get(digest);
  };
}
