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

/** What was decided before about the chains of the changes that others point to. */
export interface Chains {
  /** The first change of a decided change's chain. */
  rootOf(changeId: string): string | undefined;
  /** The values of the chain that begins with this change, by recipient in the order given; one taken back as a whole is none. */
  givenIn(rootChangeId: string): readonly PastRelease[];
  /** The interests that a change of it waits for. */
  waitingIn(rootChangeId: string): readonly string[];
}

// Upwards by primary key, and then whatever else rests on the same first change: an annulment of it is about its corrections too. A value
// voided before it left was never given, and who was told not to rely on it has it no more.
const READ_CHAINS: Statement = {
  name: 'gateway_read_chains',
  text: `WITH RECURSIVE ancestor AS (
           SELECT k.change_id AS asked, k.change_id FROM unnest($1::uuid[]) AS k (change_id)
           UNION
           SELECT a.asked, d.previous_change_id FROM ancestor a JOIN decision d ON d.change_id = a.change_id AND d.run = 1
           WHERE d.previous_change_id IS NOT NULL
         ), root AS (
           SELECT DISTINCT a.asked, coalesce(d.root_change_id, a.change_id) AS change_id
           FROM ancestor a LEFT JOIN decision d ON d.change_id = a.change_id AND d.run = 1
         ), member AS (
           SELECT asked, change_id FROM ancestor
           UNION
           SELECT o.asked, d.change_id FROM root o JOIN decision d ON d.root_change_id = o.change_id AND d.previous_change_id IS NOT NULL
         ), given AS (
           SELECT r.change_id, r.interest_id, r.agency, r.case_reference, l.release_id, l.release_sequence
           FROM (SELECT DISTINCT change_id FROM member) AS m
                JOIN decision_recipient r ON r.change_id = m.change_id
                JOIN release l ON l.release_id = r.release_id AND l.kind = 'value'
           WHERE NOT EXISTS (SELECT FROM release t WHERE t.takes_back = l.release_id AND t.kind = 'do-not-rely')
         )
         SELECT m.asked, m.change_id AS "changeId", d.root_change_id AS "rootChangeId", d.source_agency AS "sourceAgency", d.fact,
                d.occurred_on AS "occurredOn", d.notified_on AS "notifiedOn", d.received_on AS "receivedOn",
                d.used_on AS "usedOn", d.used_for AS "usedFor", g.interest_id AS "interestId", g.agency,
                g.case_reference AS "caseReference", g.release_id AS "releaseId",
                ARRAY(SELECT h.interest_id::text FROM held_change h WHERE h.change_id = m.change_id) AS waiting
         FROM member m
              JOIN decision d ON d.change_id = m.change_id AND d.run = 1
              LEFT JOIN given g ON g.change_id = m.change_id
         ORDER BY m.asked, g.interest_id, g.release_sequence`,
};

type Nullable<T> = { readonly [K in keyof T]: T[K] | null };
type Given = Pick<PastRelease, 'releaseId' | 'interestId' | 'agency' | 'caseReference'>;
type Row = Omit<PastRelease, keyof Given> &
  Nullable<Given> & {
    readonly asked: string;
    readonly rootChangeId: string;
    /** Interests that this change waits for. */
    readonly waiting: readonly string[];
  };

/** What was decided about the chains of these changes: one statement, none when nothing is asked. */
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
  const nameOf = ({ asked }: Row): string => roots.get(asked) ?? asked;
  const given = Map.groupBy(rows.filter(isGiven), nameOf);
  const waiting = Map.groupBy(
    rows.filter((row) => row.waiting.length > 0),
    nameOf,
  );
  return {
    rootOf: (changeId) => roots.get(changeId),
    givenIn: (rootChangeId) => {
      // Asked by way of several of its changes, it is told as often.
      const distinct = new Map(given.get(rootChangeId)?.map((one) => [one.releaseId, one]));
      return [...distinct.values()];
    },
    waitingIn: (rootChangeId) => waiting.get(rootChangeId)?.flatMap((row) => row.waiting) ?? [],
  };
}

function isGiven<R extends Nullable<Given>>(row: R): row is R & Given {
  return row.releaseId !== null;
}
