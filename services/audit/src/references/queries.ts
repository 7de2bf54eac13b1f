import type { Database, Statement } from '@told/service';

/** What an entry is found by; `at` in microseconds since 1970, as the record says when it was recorded or decided. */
export type WantedEntry =
  | {
      readonly kind: 'consent';
      readonly at: number;
      readonly consentId: string;
      readonly version: number;
    }
  | { readonly kind: 'decision'; readonly changeId: string; readonly run: number }
  | {
      readonly kind: 'outcome';
      readonly at: number;
      readonly releaseId: string;
      readonly outcomeNo: number;
    };

/** Names an entry for a proof. */
export interface FoundEntry {
  readonly ledgerId: string;
  readonly index: number;
}

// By when it was recorded, or its change, which have indexes; what the entry says decides. Of several that say so it is the first; none that no
// head covers: it could not be proved.
const find = (name: string, place: string, id: string, number: string): Statement => ({
  name,
  text: `SELECT DISTINCT ON (k.place) k.place::integer, l.id AS "ledgerId", e.index
         FROM unnest($1::${place === 'at' ? 'bigint' : 'uuid'}[], $2::text[], $3::integer[]) WITH ORDINALITY AS k (found_by, id, number, place)
              JOIN entry e ON e.${place} = k.found_by AND e.kind = $4
                              AND e.text::jsonb #>> '{facts,${id}}' = k.id AND (e.text::jsonb #>> '{facts,${number}}')::integer = k.number
              JOIN ledger l ON l.no = e.ledger
         WHERE e.index < (SELECT max(size) FROM head h WHERE h.ledger = e.ledger)
         ORDER BY k.place, e.ledger, e.index`,
});

const STATEMENTS = {
  consent: find('audit_find_entries_of_consents', 'at', 'consentId', 'version'),
  decision: find('audit_find_entries_of_decisions', 'change_id', 'changeId', 'run'),
  outcome: find('audit_find_entries_of_outcomes', 'at', 'releaseId', 'outcomeNo'),
} as const;

/** The entry of each, in the order asked; null for what the ledger has not, or no head covers yet. */
export async function findEntries(
  db: Database,
  wanted: readonly WantedEntry[],
): Promise<readonly (FoundEntry | null)[]> {
  const found: (FoundEntry | null)[] = wanted.map(() => null);
  for (const kind of ['consent', 'decision', 'outcome'] as const) {
    const places = wanted.flatMap((one, place) => (one.kind === kind ? [place] : []));
    if (places.length === 0) continue;
    const names = places.map((place) => nameOf(wanted[place] as WantedEntry));
    type Row = FoundEntry & { readonly place: number };
    const { rows } = await db.query<Row>(STATEMENTS[kind], [
      names.map(([foundBy]) => foundBy),
      names.map(([, id]) => id),
      names.map(([, , number]) => number),
      kind,
    ]);
    for (const { place, ...entry } of rows) found[places[place - 1] ?? 0] = entry;
  }
  return found;
}

function nameOf(one: WantedEntry): readonly [number | string, string, number] {
  switch (one.kind) {
    case 'consent':
      return [one.at, one.consentId, one.version];
    case 'decision':
      return [one.changeId, one.changeId, one.run];
    case 'outcome':
      return [one.at, one.releaseId, one.outcomeNo];
  }
}
