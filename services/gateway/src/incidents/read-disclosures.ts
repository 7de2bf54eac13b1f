import type { OutcomeKind } from '@told/codec';
import type { Statement, Transaction } from '@told/service';
import { isThere } from '../decisions/look-up.ts';
import type { DisclosureCursor, IncidentTarget } from './incident.ts';

type Queryable = Pick<Transaction, 'query'>;

/** A release that gave a value and is meant by an incident, and how it stands. */
export interface Disclosure extends DisclosureCursor {
  readonly releaseId: string;
  readonly changeId: string;
  readonly subjectKey: string;
  /** Names of the fields that the incident is about. */
  readonly fields: readonly string[];
  /** Microseconds since 1970. */
  readonly releasedAt: number;
  /** It was voided before it left: nobody has it. */
  readonly isVoid: boolean;
  /** The release that tells its recipient not to rely on it, or to erase it. */
  readonly toldBy: string | null;
  readonly toldAt: number | null;
  /** The last answer to that, and when the first was given by the recipient's clock. */
  readonly answer: OutcomeKind | null;
  readonly answeredAt: number | null;
}

/** What tells the releases that are meant from others, as parameters; null means any. */
interface Meant {
  readonly interestId: string | null;
  /** Of agreement files. */
  readonly hashes: readonly string[] | null;
  readonly fromSequence: number | null;
  readonly toSequence: number | null;
  readonly sinceMicros: number | null;
  readonly untilMicros: number | null;
}

/** Where to look for what an incident means: whose releases, in this order, and of one case alone where it names one. */
export interface DisclosureScope {
  readonly agencies: readonly string[];
  readonly caseReference: string | null;
  readonly meant: Meant;
}

// `g` is a release, `d` its decision, `p` its recipient. What was voided for an incident, or with a recalled link, is shown as such.
const IS_MEANT = `(g.kind = 'value' OR g.kind = 'void' AND ${isThere(`
      SELECT FROM taking_back v WHERE v.release_id = g.release_id AND v.kind = 'void' AND v.reason IN ('disclosed-in-error', 'match-rejected')`)})
  AND ($1::uuid IS NULL OR p.interest_id = $1)
  AND ($2::text[] IS NULL OR EXISTS (SELECT FROM json_array_elements(p.given) AS f WHERE f ->> 'hash' = ANY ($2)))
  AND ($3::bigint IS NULL OR g.release_sequence >= $3) AND ($4::bigint IS NULL OR g.release_sequence <= $4)
  AND ($5::bigint IS NULL OR d.decided_at_micros >= $5) AND ($6::bigint IS NULL OR d.decided_at_micros < $6)`;

// Each by key: a correction or an erasure may have told the recipient before; what it answered to that counts.
const describe = (releases: string): string => `WITH g AS (${releases})
  SELECT g.release_id AS "releaseId", g.agency, g.case_reference AS "caseReference", g.release_sequence AS "releaseSequence",
         g.change_id AS "changeId", d.subject_key AS "subjectKey", d.decided_at_micros AS "releasedAt", g.kind = 'void' AS "isVoid",
         coalesce(${IS_MEANT}, false) AS "isMeant", p.given,
         t.release_id AS "toldBy", coalesce(b.taken_at_micros, e.decided_at_micros) AS "toldAt",
         a.answer, a.answered_at AS "answeredAt"
  FROM g LEFT JOIN decision d ON d.change_id = g.change_id AND d.run = g.run
         LEFT JOIN decision_recipient p ON p.change_id = g.change_id AND p.run = g.run AND p.release_id = g.release_id
         LEFT JOIN LATERAL (
           SELECT release_id, change_id, run FROM release
           WHERE takes_back = g.release_id AND kind IN ('do-not-rely', 'erased') ORDER BY release_sequence LIMIT 1
         ) AS t ON true
         LEFT JOIN taking_back b ON b.taking_back_id = t.release_id
         LEFT JOIN decision e ON e.change_id = t.change_id AND e.run = t.run
         LEFT JOIN LATERAL (
           SELECT (array_agg(o.kind ORDER BY o.outcome_no DESC))[1] AS answer, min(o.decided_at_micros) AS answered_at
           FROM outcome o WHERE o.release_id = t.release_id
         ) AS a ON true
  ORDER BY g.case_reference, g.release_sequence`;

const COLUMNS = 'release_id, agency, case_reference, release_sequence, change_id, run, kind';

export const READ_OF_AGENCY: Statement = {
  name: 'gateway_read_disclosures_of_agency',
  text: describe(`SELECT ${COLUMNS} FROM release WHERE agency = $7 AND (case_reference, release_sequence) > ($8, $9)
                  ORDER BY case_reference, release_sequence LIMIT $10`),
};

const READ_OF_CASE: Statement = {
  name: 'gateway_read_disclosures_of_case',
  text: describe(`SELECT ${COLUMNS} FROM release WHERE agency = $7 AND case_reference = $8 AND release_sequence > $9
                  ORDER BY release_sequence LIMIT $10`),
};

export const READ_BY_ID: Statement = {
  name: 'gateway_read_disclosures_by_id',
  text: describe(
    `SELECT ${COLUMNS} FROM release WHERE release_id = ANY ($7::uuid[]) AND ($8::text IS NULL OR case_reference = $8)`,
  ),
};

const READ_HASHES: Statement = {
  name: 'gateway_read_hashes_of_agreement',
  text: `SELECT hash FROM agreement WHERE agreement_id = $1 AND ($2::integer IS NULL OR version = $2) ORDER BY hash`,
};

const READ_AGENCIES: Statement = {
  name: 'gateway_read_agencies_ever',
  text: 'SELECT DISTINCT agency FROM agency ORDER BY agency',
};

const FIND_PLACE: Statement = {
  name: 'gateway_find_place_of_release',
  text: `SELECT agency, case_reference AS "caseReference", release_sequence AS "releaseSequence" FROM release WHERE release_id = $1`,
};

const ANY: Meant = {
  interestId: null,
  hashes: null,
  fromSequence: null,
  toSequence: null,
  sinceMicros: null,
  untilMicros: null,
};

/** Hashes of the files that an agreement, or one version of it, was ever loaded from. */
export async function readHashes(
  on: Queryable,
  agreement: string,
  version: number | null,
): Promise<readonly string[]> {
  const { rows } = await on.query<{ hash: string }>(READ_HASHES, [agreement, version]);
  return rows.map(({ hash }) => hash);
}

/** Where to look for what a target means, as of now. */
export async function findScope(on: Queryable, target: IncidentTarget): Promise<DisclosureScope> {
  if (target.kind === 'agreement') {
    const hashes = await readHashes(on, target.agreement, target.agreementVersion);
    const { rows } = await on.query<{ agency: string }>(READ_AGENCIES);
    const agencies = rows.map(({ agency }) => agency);
    return { agencies, caseReference: null, meant: { ...ANY, hashes } };
  }
  const { agency, caseReference } = target;
  const meant =
    target.kind === 'interest'
      ? { ...ANY, interestId: target.interestId }
      : {
          ...ANY,
          fromSequence: target.fromSequence,
          toSequence: target.toSequence,
          sinceMicros: target.sinceMicros,
          untilMicros: target.untilMicros,
        };
  return { agencies: [agency], caseReference, meant };
}

/** A page that was gone through. */
export interface DisclosurePage {
  /** Those that are meant, in the order of their cases. */
  readonly disclosures: readonly Disclosure[];
  /** Releases looked at. */
  readonly looked: number;
  /** The last of these. */
  readonly lastReleaseId: string | undefined;
  /** Go on after it; undefined: that was all. */
  readonly next: DisclosureCursor | undefined;
}

type Row = Omit<Disclosure, 'fields'> & {
  readonly isMeant: boolean;
  readonly given: readonly { readonly hash: string; readonly fields: readonly string[] }[];
};

/** Looks at the next releases of one agency, `limit` at most; undefined: from the start. Bounded, however few of them are meant. */
export async function readPage(
  on: Queryable,
  { agencies, caseReference, meant }: DisclosureScope,
  after: DisclosureCursor | undefined,
  limit: number,
): Promise<DisclosurePage> {
  const start = after ?? startOf(agencies[0]);
  if (start === undefined) return NOTHING;
  const { agency } = start;
  const place = [
    agency,
    ...(caseReference === null
      ? [start.caseReference, start.releaseSequence]
      : [caseReference, start.releaseSequence]),
  ];
  const statement = caseReference === null ? READ_OF_AGENCY : READ_OF_CASE;
  const { rows } = await on.query<Row>(statement, [...valuesOf(meant), ...place, limit]);
  const last = rows.at(-1);
  const next =
    last !== undefined && rows.length === limit
      ? {
          agency,
          caseReference: last.caseReference,
          releaseSequence: last.releaseSequence,
        }
      : startOf(agencies[agencies.indexOf(agency) + 1]);
  const disclosures = pickMeant(rows, meant);
  return { disclosures, looked: rows.length, lastReleaseId: last?.releaseId, next };
}

const NOTHING: DisclosurePage = {
  disclosures: [],
  looked: 0,
  lastReleaseId: undefined,
  next: undefined,
};

const startOf = (agency: string | undefined): DisclosureCursor | undefined =>
  agency === undefined ? undefined : { agency, caseReference: '', releaseSequence: 0 };

const valuesOf = (meant: Meant): readonly unknown[] => [
  meant.interestId,
  meant.hashes,
  meant.fromSequence,
  meant.toSequence,
  meant.sinceMicros,
  meant.untilMicros,
];

const pickMeant = (rows: readonly Row[], { hashes }: Meant): readonly Disclosure[] =>
  rows.flatMap(({ isMeant, given, ...row }) => {
    if (!isMeant) return [];
    const about = given.filter(({ hash }) => hashes?.includes(hash) ?? true);
    return [{ ...row, fields: [...new Set(about.flatMap(({ fields }) => fields))] }];
  });

/** Those of these releases that are meant. */
export async function readByIds(
  on: Queryable,
  { agencies, caseReference, meant }: DisclosureScope,
  releaseIds: readonly string[],
): Promise<readonly Disclosure[]> {
  const { rows } = await on.query<Row>(READ_BY_ID, [...valuesOf(meant), releaseIds, caseReference]);
  return pickMeant(rows, meant).filter(({ agency }) => agencies.includes(agency));
}

/** The place of a release; undefined for one that nobody was given. */
export async function findPlace(
  on: Queryable,
  releaseId: string,
): Promise<DisclosureCursor | undefined> {
  return (await on.query<DisclosureCursor>(FIND_PLACE, [releaseId])).rows[0];
}

/** Releases read at a time where nothing is written. */
const READ_ROWS_MAX = 2_000;

/** Every page of what is meant, one after the other: memory does not grow with it. */
export async function* walkDisclosures(
  on: Queryable,
  scope: DisclosureScope,
): AsyncGenerator<DisclosurePage> {
  let after: DisclosureCursor | undefined;
  do {
    const page = await readPage(on, scope, after, READ_ROWS_MAX);
    yield page;
    after = page.next;
  } while (after !== undefined);
}
