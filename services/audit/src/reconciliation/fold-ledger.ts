import type { Database, Transaction } from '@told/service';
import { type Booked, bookEntries, bookMissing, openBook } from './book-entries.ts';
import {
  lockReconciled,
  moveReconciled,
  readLines,
  readPortion,
  readStandings,
  type Standing,
  writeBook,
} from './fold-queries.ts';
import type { Place } from './lines.ts';
import { readClaim } from './read-claim.ts';

/** Entries that one transaction takes in: what it may hold in memory, some megabytes. */
const PORTION = 2_000;

/**
 * Takes the next entries of the oldest ledger that has any into the tables of the reconciliation, in one transaction with how far it is: each entry
 * counts once, whoever does it and whoever is killed. Resolves with how many places it went on; 0: nothing is left.
 */
export async function foldPortion(
  db: Database,
  agencies: ReadonlySet<string>,
  portion = PORTION,
): Promise<number> {
  const behind = (await readStandings(db)).find(({ next, end }) => next < end);
  if (behind === undefined) return 0;
  return db.transaction((tx) => foldNext(tx, behind, { agencies, portion }));
}

async function foldNext(
  tx: Transaction,
  { ledger, end }: Standing,
  { agencies, portion }: { readonly agencies: ReadonlySet<string>; readonly portion: number },
): Promise<number> {
  const from = await lockReconciled(tx, ledger);
  const to = Math.min(end, from + portion);
  if (to <= from) return 1; // another instance was there first: look again
  const { rows, seenAt } = await readPortion(tx, { ledger, from, to });
  const entries = rows.flatMap(({ index, text }): Booked[] => {
    const claim = readClaim(text);
    return claim === undefined ? [] : [{ claim, ledger, index }];
  });
  const before = await readLines(tx, listIds(entries));
  const book = openBook(before.changes, before.releases);
  bookEntries(book, entries, { agencies, seenAt });
  for (const hole of findHoles({ ledger, from, to }, rows)) {
    bookMissing(book, { ...hole, seenAt });
  }
  writeBook(tx, book, before);
  moveReconciled(tx, ledger, to);
  return to - from;
}

function listIds(entries: readonly Booked[]) {
  const changeIds: string[] = [];
  const releaseIds: string[] = [];
  for (const { claim } of entries) {
    if (claim.kind === 'fault') continue;
    if (claim.kind === 'answer') releaseIds.push(claim.releaseId);
    else changeIds.push(claim.changeId);
    if (claim.kind !== 'decision') continue;
    releaseIds.push(...claim.recipients.flatMap(({ releaseId }) => releaseId ?? []));
  }
  return { changeIds, releaseIds };
}

/** Where entries should be and are none: somebody took them out of the table. */
function findHoles(
  { ledger, from, to }: { readonly ledger: number; readonly from: number; readonly to: number },
  rows: readonly { readonly index: number }[],
): readonly (Place & { readonly count: number })[] {
  if (rows.length === to - from) return [];
  const ends = [...rows.map(({ index }) => index), to];
  let next = from;
  return ends.flatMap((index) => {
    const hole = { ledger, index: next, count: index - next };
    next = index + 1;
    return hole.count > 0 ? [hole] : [];
  });
}
