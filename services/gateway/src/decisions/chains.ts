import type { Benefit, Fact, IsoDate } from '@told/codec';
import type { Statement, Transaction } from '@told/service';
import { lookUp } from './look-up.ts';

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

const FIRST_RUN = 'change_id = a.change_id AND d.run = 1';

// Upwards by primary key, and then whatever else rests on the same first change: an annulment of it is about its corrections too. A value
// voided before it left was never given, and who was told not to rely on it has it no more.
export const READ_CHAINS: Statement = {
  name: 'gateway_read_chains',
  text: `WITH RECURSIVE ancestor AS (
           SELECT k.change_id AS asked, k.change_id FROM unnest($1::uuid[]) AS k (change_id)
           UNION
           SELECT a.asked, p.previous_change_id
           FROM ancestor a, ${lookUp(`SELECT d.previous_change_id FROM decision d WHERE d.${FIRST_RUN}`)} AS p
           WHERE p.previous_change_id IS NOT NULL
         ), root AS (
           SELECT DISTINCT a.asked, coalesce(p.root_change_id, a.change_id) AS change_id
           FROM ancestor a LEFT JOIN ${lookUp(`SELECT d.root_change_id FROM decision d WHERE d.${FIRST_RUN}`)} AS p ON true
         ), member AS (
           SELECT asked, change_id FROM ancestor
           UNION
           SELECT o.asked, f.change_id
           FROM root o, ${lookUp(`SELECT d.change_id FROM decision d
                                  WHERE d.root_change_id = o.change_id AND d.previous_change_id IS NOT NULL`)} AS f
         )
         SELECT a.asked, a.change_id AS "changeId", p.root_change_id AS "rootChangeId", p.source_agency AS "sourceAgency", p.fact,
                p.occurred_on AS "occurredOn", p.notified_on AS "notifiedOn", p.received_on AS "receivedOn",
                p.used_on AS "usedOn", p.used_for AS "usedFor", g.interest_id AS "interestId", g.agency,
                g.case_reference AS "caseReference", g.release_id AS "releaseId",
                ARRAY(SELECT h.interest_id::text FROM held_change h WHERE h.change_id = a.change_id) AS waiting
         FROM member a
              CROSS JOIN ${lookUp(`SELECT d.* FROM decision d WHERE d.${FIRST_RUN}`)} AS p
              LEFT JOIN ${lookUp(`SELECT r.interest_id, r.agency, r.case_reference, l.release_id, l.release_sequence
                                  FROM decision_recipient r JOIN release l ON l.release_id = r.release_id AND l.kind = 'value'
                                  WHERE r.change_id = a.change_id
                                        AND NOT EXISTS (SELECT FROM release t WHERE t.takes_back = l.release_id AND t.kind IN ('do-not-rely', 'erased'))`)} AS g ON true
         ORDER BY a.asked, g.interest_id, g.release_sequence`,
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
