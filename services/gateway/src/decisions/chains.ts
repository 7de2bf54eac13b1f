import type { Benefit, Fact, IsoDate } from '@told/codec';
import type { Statement, Transaction } from '@told/service';

/** A value that left for a case, and what it told of: as much of it as its recipient has. */
export interface PastRelease {
  readonly releaseId: string;
  readonly interestId: string;
  readonly agency: string;
  readonly caseReference: string;
  readonly changeId: string;
  readonly sourceAgency: string;
  readonly fact: Fact;
  readonly occurredOn: IsoDate;
  readonly notifiedOn: IsoDate;
  readonly receivedOn: IsoDate;
  readonly usedOn: IsoDate | null;
  readonly usedFor: Benefit | null;
}

/** What was decided before about the changes that others point to. */
export interface Chains {
  /** The first change of a decided change's chain. */
  rootOf(changeId: string): string | undefined;
  /** Who was given this change or any of its ancestors, the latest first; one that was taken back as a whole was not given. */
  givenOf(changeId: string): readonly PastRelease[];
}

// Walked by primary key. A value voided before it left was never given, and who was told not to rely on that very release (the link was
// wrong) has no part in the chain any more.
const READ_CHAINS: Statement = {
  name: 'gateway_read_chains',
  text: `WITH RECURSIVE ancestor AS (
           SELECT k.change_id AS asked, k.change_id FROM unnest($1::uuid[]) AS k (change_id)
           UNION
           SELECT a.asked, d.previous_change_id FROM ancestor a JOIN decision d ON d.change_id = a.change_id AND d.run = 1
           WHERE d.previous_change_id IS NOT NULL
         ), given AS (
           SELECT r.change_id, r.run, r.interest_id, r.agency, r.case_reference, l.release_id
           FROM (SELECT DISTINCT change_id FROM ancestor) AS a
                JOIN decision_recipient r ON r.change_id = a.change_id
                JOIN release l ON l.release_id = r.release_id AND l.kind = 'value'
           WHERE NOT EXISTS (SELECT FROM release t
                             WHERE t.takes_back = l.release_id AND t.kind = 'do-not-rely' AND t.change_id = l.change_id)
         )
         SELECT a.asked, a.change_id AS "changeId", d.root_change_id AS "rootChangeId", d.source_agency AS "sourceAgency", d.fact,
                d.occurred_on AS "occurredOn", d.notified_on AS "notifiedOn", d.received_on AS "receivedOn",
                d.used_on AS "usedOn", d.used_for AS "usedFor", g.interest_id AS "interestId", g.agency,
                g.case_reference AS "caseReference", g.release_id AS "releaseId"
         FROM ancestor a
              JOIN decision d ON d.change_id = a.change_id AND d.run = 1
              LEFT JOIN given g ON g.change_id = a.change_id
         ORDER BY a.asked, d.accepted_at_micros DESC, d.change_sequence DESC, g.run DESC, g.interest_id`,
};

type Nullable<T> = { readonly [K in keyof T]: T[K] | null };
type Given = Pick<PastRelease, 'releaseId' | 'interestId' | 'agency' | 'caseReference'>;
type Row = Omit<PastRelease, keyof Given> &
  Nullable<Given> & { readonly asked: string; readonly rootChangeId: string };

/** What was decided about these changes and their ancestors: one statement, none when nothing is asked. */
export async function readChains(tx: Transaction, changeIds: readonly string[]): Promise<Chains> {
  const rows =
    changeIds.length === 0
      ? []
      : (await tx.query<Row>(READ_CHAINS, [[...new Set(changeIds)]])).rows;
  const roots = new Map(
    rows
      .filter((row) => row.asked === row.changeId)
      .map((row) => [row.changeId, row.rootChangeId] as const),
  );
  const given = Map.groupBy(rows.filter(isGiven), (row) => row.asked);
  return {
    rootOf: (changeId) => roots.get(changeId),
    givenOf: (changeId) => given.get(changeId) ?? [],
  };
}

function isGiven<R extends Nullable<Given>>(row: R): row is R & Given {
  return row.releaseId !== null;
}
