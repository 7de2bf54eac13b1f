import { type AwardWeek, type IsoDate, weeksOf } from '@told/benefits';
import type { Database, Statement, Transaction } from '@told/service';
import { assessFile } from './assess-file.ts';
import type { CaseFile, Origin } from './case-file.ts';
import { readCaseFiles } from './case-queries.ts';
import type { Office } from './office.ts';

/** One entry of a case's history, oldest first. */
export interface HistoryEntry {
  readonly revision: number;
  readonly at: string;
  readonly businessDate: IsoDate;
  readonly origin: Origin;
  readonly changeId: string;
  readonly fact: string;
  readonly changeType: string;
  readonly kind: string;
  readonly reason: string | null;
  readonly sentence: string;
  readonly effectiveOn: IsoDate | null;
  /** Null on both sides: the award stayed as it was. */
  readonly before: readonly object[] | null;
  readonly after: readonly object[] | null;
  readonly weeksAffected: number;
  readonly difference: readonly object[];
  /** An officer's decision on a change that came before; null for every other entry. */
  readonly decision: string | null;
  readonly decisionReason: string | null;
  readonly decidedBy: string | null;
}

const HISTORY = `SELECT case_reference AS "caseReference", revision, recorded_at AS at, business_date AS "businessDate", origin,
      change_id AS "changeId", fact, change_type AS "changeType", kind, reason, sentence, effective_on AS "effectiveOn",
      before_ranges AS before, after_ranges AS after, weeks_affected AS "weeksAffected", difference,
      decision, decision_reason AS "decisionReason", decided_by AS "decidedBy"
    FROM award_history`;

const READ_HISTORY: Statement = {
  name: 'office_read_history',
  text: `${HISTORY} WHERE case_reference = $1 ORDER BY revision`,
};

// The first: what was taken back of a change later bears its id too.
const READ_ANSWERS: Statement = {
  name: 'office_read_answers',
  text: `SELECT found.* FROM unnest($1::text[], $2::uuid[]) AS k (reference, id), LATERAL (
      ${HISTORY} WHERE case_reference = k.reference AND change_id = k.id AND decision IS NULL ORDER BY revision LIMIT 1
    ) AS found`,
};

/** What these changes did to these cases, by change id; read in the transaction that took them, or later. */
export async function readAnswers(
  tx: Transaction,
  changes: readonly { readonly caseReference: string; readonly changeId: string }[],
): Promise<ReadonlyMap<string, HistoryEntry>> {
  const { rows } = await tx.query<HistoryEntry>(READ_ANSWERS, [
    changes.map(({ caseReference }) => caseReference),
    changes.map(({ changeId }) => changeId),
  ]);
  return new Map(rows.map((row) => [row.changeId, row]));
}

export interface CaseView {
  readonly record: object;
  readonly award: object & { readonly weeks?: readonly AwardWeek[] };
  readonly history: readonly Omit<HistoryEntry, 'caseReference'>[];
}

/** A case as its office sees it: record, award with the lines that explain it, history. Null when there is none. */
export async function readCase(
  db: Database,
  office: Office,
  caseReference: string,
  weeks: { readonly from: IsoDate; readonly to: IsoDate } | null,
): Promise<CaseView | null> {
  // One snapshot, so that record, award and history belong together.
  return db.transaction(async (tx) => {
    await tx.query(SNAPSHOT);
    const file = (await readCaseFiles(tx, [caseReference])).get(caseReference);
    if (file === undefined) return null;
    const { rows } = await tx.query<HistoryEntry & { caseReference: string }>(READ_HISTORY, [
      caseReference,
    ]);
    const history = rows.map(({ caseReference: _, ...entry }) => entry);
    return { record: showRecord(office, file), award: showAward(office, file, weeks), history };
  });
}

const SNAPSHOT: Statement = {
  name: 'office_snapshot',
  text: 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY',
};

function showRecord(office: Office, { claim, facts }: CaseFile): object {
  const { caseReference, person, opening, revision } = claim;
  return { agency: office.agency, caseReference, revision, person, ...opening, facts };
}

function showAward(
  office: Office,
  file: CaseFile,
  weeks: { readonly from: IsoDate; readonly to: IsoDate } | null,
): CaseView['award'] {
  const assessment = assessFile(office, file);
  const { schemeId, from, coversTo, ranges, toVerify } = assessment;
  const shown = { benefit: office.benefit, scheme: schemeId, from, coversTo, ranges, toVerify };
  return weeks === null ? shown : { ...shown, weeks: weeksOf(assessment, weeks.from, weeks.to) };
}

const LIST: Statement = {
  name: 'office_list_cases',
  text: `SELECT claim.case_reference AS "caseReference", claim.revision, EXISTS (
      SELECT FROM jsonb_array_elements(award.to_verify) AS question WHERE (question ->> 'from')::date <= $3) AS "toVerify"
    FROM claim JOIN award USING (case_reference)
    WHERE claim.case_reference > $1 ORDER BY claim.case_reference LIMIT $2`,
};

/** Cases by reference, after `cursor`; to verify when a day that has begun has no number. */
export async function listCases(
  db: Database,
  cursor: string,
  limit: number,
  today: IsoDate,
): Promise<readonly { readonly caseReference: string; readonly revision: number }[]> {
  const { rows } = await db.query<{ caseReference: string; revision: number }>(LIST, [
    cursor,
    limit,
    today,
  ]);
  return rows;
}
