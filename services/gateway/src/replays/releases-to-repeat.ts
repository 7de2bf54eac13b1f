import { MICROS_PER_MS, type Statement, type Transaction } from '@told/service';
import { isThere, lookUp } from '../decisions/look-up.ts';
import type { ReleaseCursor, Replay, ReplayFilter } from './replay.ts';

type Queryable = Pick<Transaction, 'query'>;

/** A release of before, and whether it is to be repeated. */
export interface PastRelease extends ReleaseCursor {
  readonly releaseId: string;
  readonly changeId: string;
  readonly interestId: string | null;
  /** It gave a value that the filter means, and no release of the window gave it before. */
  readonly isMeant: boolean;
  /** kept: its body is kept, since nothing of its chain came later; annulled: it ends its chain; superseded: something came later. */
  readonly standing: 'kept' | 'annulled' | 'superseded';
  /** The first release that gave it. */
  readonly firstReleaseId: string | null;
  /** Where the change is on told.changes; null in decisions from before that was kept. */
  readonly partition: number | null;
  readonly offset: string | null;
}

/** Whose releases, and which: those decided by when it was asked. */
const values = (
  { agency, caseReference, changeId, subjectKey, fact, ...window }: ReplayFilter,
  askedMicros: number,
): readonly unknown[] => [
  agency,
  caseReference ?? null,
  changeId ?? null,
  subjectKey ?? null,
  fact ?? null,
  window.since === undefined ? 0 : Date.parse(window.since) * MICROS_PER_MS,
  window.until === undefined
    ? askedMicros + 1
    : Math.min(askedMicros + 1, Date.parse(window.until) * MICROS_PER_MS),
  window.partition ?? null,
  window.fromOffset ?? null,
  window.toOffset ?? null,
];

// `g` is a release, `d` its decision, `p` its recipient, `o` the first decision on the change.
const IS_MEANT = `g.kind = 'value' AND p.interest_id IS NOT NULL
  AND ($3::uuid IS NULL OR g.change_id = $3) AND ($4::text IS NULL OR o.subject_key = $4) AND ($5::text IS NULL OR d.fact = $5)
  AND d.decided_at_micros >= $6 AND d.decided_at_micros < $7
  AND ($8::integer IS NULL OR o.change_partition = $8) AND ($9::bigint IS NULL OR o.change_offset >= $9)
  AND ($10::bigint IS NULL OR o.change_offset < $10)
  AND NOT EXISTS (SELECT FROM decision_recipient e JOIN release r ON r.release_id = e.release_id AND r.kind = 'value'
                              JOIN decision f ON f.change_id = e.change_id AND f.run = e.run
                  WHERE e.change_id = g.change_id AND e.interest_id = p.interest_id AND e.run < g.run
                        AND f.decided_at_micros >= $6 AND f.decided_at_micros < $7)`;

// Each by key: a page is a small part of what was ever given.
const pageOf = (releases: string): string => `WITH g AS (${releases})
         SELECT g.release_id AS "releaseId", g.case_reference AS "caseReference", g.release_sequence AS "releaseSequence",
                g.change_id AS "changeId", p.interest_id AS "interestId", coalesce(${IS_MEANT}, false) AS "isMeant",
                CASE WHEN ${isThere('SELECT FROM kept_change k WHERE k.change_id = g.change_id AND k.is_latest')} THEN 'kept'
                     WHEN d.change_type = 'annulled'
                          AND NOT EXISTS (SELECT FROM decision l
                                          WHERE l.root_change_id = d.root_change_id AND l.previous_change_id IS NOT NULL AND l.run = 1
                                                AND l.change_sequence > d.change_sequence AND l.subject_key = d.subject_key) THEN 'annulled'
                     ELSE 'superseded' END AS standing,
                (SELECT e.release_id FROM decision_recipient e JOIN release r ON r.release_id = e.release_id AND r.kind = 'value'
                 WHERE e.change_id = g.change_id AND e.interest_id = p.interest_id ORDER BY e.run LIMIT 1) AS "firstReleaseId",
                o.change_partition AS partition, o.change_offset::text AS "offset"
         FROM g LEFT JOIN ${lookUp('SELECT * FROM decision WHERE change_id = g.change_id AND run = g.run')} AS d ON true
                LEFT JOIN ${lookUp('SELECT * FROM decision WHERE change_id = g.change_id AND run = 1')} AS o ON true
                LEFT JOIN ${lookUp(`SELECT interest_id FROM decision_recipient
                                    WHERE change_id = g.change_id AND run = g.run AND release_id = g.release_id`)} AS p ON true
         ORDER BY g.case_reference, g.release_sequence`;

const COLUMNS = 'release_id, case_reference, release_sequence, change_id, run, kind';

/** One for each way of asking: a plan made once for all values then finds a case's few releases by the case. */
export const READ_RELEASES_TO_REPEAT = {
  ofAgency: {
    name: 'gateway_read_releases_to_repeat',
    text: pageOf(`SELECT ${COLUMNS} FROM release WHERE agency = $1 AND $2::text IS NULL AND (case_reference, release_sequence) > ($11, $12)
                  ORDER BY case_reference, release_sequence LIMIT $13`),
  },
  ofCase: {
    name: 'gateway_read_releases_of_case_to_repeat',
    text: pageOf(`SELECT ${COLUMNS} FROM release WHERE agency = $1 AND case_reference = $2 AND (case_reference, release_sequence) > ($11, $12)
                  ORDER BY case_reference, release_sequence LIMIT $13`),
  },
} as const satisfies Readonly<Record<string, Statement>>;

const COUNT: Statement = {
  name: 'gateway_count_releases_to_repeat',
  text: `SELECT count(*) AS total, count(*) FILTER (WHERE ${IS_MEANT}) AS meant
         FROM (SELECT * FROM release WHERE agency = $1 AND ($2::text IS NULL OR case_reference = $2)) AS g
              LEFT JOIN decision d ON d.change_id = g.change_id AND d.run = g.run
              LEFT JOIN decision o ON o.change_id = g.change_id AND o.run = 1
              LEFT JOIN decision_recipient p ON p.change_id = g.change_id AND p.run = g.run AND p.release_id = g.release_id`,
};

/** Releases looked at in one step: what its transaction may lock, and hold in memory. */
const PAGE_RELEASES_MAX = 200;

/** The next releases of the replay's agency, in the order of its cases. None: it is through. */
export async function readReleasePage(
  on: Queryable,
  { request, remaining, askedAt }: Pick<Replay, 'request' | 'remaining' | 'askedAt'>,
): Promise<readonly PastRelease[]> {
  const { caseReference = '', releaseSequence = 0 } = remaining.after ?? {};
  const { ofAgency, ofCase } = READ_RELEASES_TO_REPEAT;
  const statement = request.filter.caseReference === undefined ? ofAgency : ofCase;
  const { rows } = await on.query<PastRelease>(statement, [
    ...values(request.filter, askedAt),
    ...[caseReference, releaseSequence, PAGE_RELEASES_MAX],
  ]);
  return rows;
}

/** How many releases there are to look at, and how many of them are meant. */
export async function countReleases(
  on: Queryable,
  filter: ReplayFilter,
  askedAt: number,
): Promise<{ readonly total: number; readonly meant: number }> {
  type Row = { readonly total: number; readonly meant: number };
  const [row] = (await on.query<Row>(COUNT, values(filter, askedAt))).rows;
  return row ?? { total: 0, meant: 0 };
}
