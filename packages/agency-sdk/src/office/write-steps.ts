import type { Assessment } from '@told/benefits';
import type { Statement, Transaction } from '@told/service';
import type { Result } from '../results.ts';
import type { CaseEntry, CaseFact, CaseFile } from './case-file.ts';
import { joinJson, joinJsonOf } from './json-column.ts';
import type { TakenStep } from './office.ts';

const AWARD_COLUMNS =
  'case_reference, scheme_id, week_ends_on, from_on, covers_to, ranges, to_verify, effects, revision';

const WRITE_AWARDS_TEXT = (first: number): string => {
  const at = (index: number): string => `$${first + index}`;
  const json = (index: number): string => `string_to_array(${at(index)}, E'\\x1f', '')::jsonb[]`;
  return `INSERT INTO award (${AWARD_COLUMNS})
    SELECT * FROM unnest(${at(0)}::text[], ${at(1)}::text[], ${at(2)}::smallint[], ${at(3)}::date[], ${at(4)}::date[], ${json(5)}, ${json(6)},
      ${json(7)}, ${at(8)}::integer[])
    ON CONFLICT (case_reference) DO UPDATE SET scheme_id = excluded.scheme_id, week_ends_on = excluded.week_ends_on,
      from_on = excluded.from_on, covers_to = excluded.covers_to, ranges = excluded.ranges, to_verify = excluded.to_verify,
      effects = excluded.effects, revision = excluded.revision`;
};

const WRITE_AWARDS: Statement = { name: 'office_write_awards', text: WRITE_AWARDS_TEXT(1) };

// One statement: in a small batch, round trips cost more than rows.
const WRITE_STEPS: Statement = {
  name: 'office_write_steps',
  text: `WITH taken AS (
      SELECT * FROM unnest($1::text[], $2::uuid[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[], $9::date[],
        $10::date[], $11::date[], $12::date[], $13::text[], $14::text[], string_to_array($15, E'\\x1f', '')::jsonb[], $16::text[],
        $17::text[], string_to_array($18, E'\\x1f', '')::jsonb[], $19::text[], $20::text[], $21::text[], $22::date[],
        string_to_array($23, E'\\x1f', '')::jsonb[], string_to_array($24, E'\\x1f', '')::jsonb[], $25::integer[],
        string_to_array($26, E'\\x1f', '')::jsonb[], $27::date[], $28::timestamptz[], $29::uuid[], $30::text[],
        $31::text[], $32::text[])
        AS t (case_reference, change_id, revision, origin, source_agency, fact, change_type, previous_change_id, occurred_on, notified_on,
          received_on, used_on, used_for, evidence_level, body, state, state_reason, addition, kind, reason, sentence, effective_on,
          before_ranges, after_ranges, weeks_affected, difference, business_date, recorded_at, release_id, duty_discharged,
          question, task)
    ), moved AS (
      UPDATE claim SET revision = last.revision
      FROM (SELECT case_reference, max(revision) AS revision FROM taken GROUP BY case_reference) AS last
      WHERE claim.case_reference = last.case_reference
    ), told AS (
      INSERT INTO case_fact (case_reference, change_id, revision, origin, source_agency, fact, change_type, previous_change_id, occurred_on,
        notified_on, received_on, used_on, used_for, evidence_level, body, state, reason, addition, release_id, duty_discharged,
        question, task)
      SELECT case_reference, change_id, revision, origin, source_agency, fact, change_type, previous_change_id, occurred_on,
        notified_on, received_on, used_on, used_for, evidence_level, body, state, state_reason, addition, release_id, duty_discharged,
        question, task FROM taken
    ), awarded AS (
      ${WRITE_AWARDS_TEXT(33)}
    )
    INSERT INTO award_history (case_reference, revision, origin, change_id, fact, change_type, kind, reason, sentence, effective_on,
      before_ranges, after_ranges, weeks_affected, difference, business_date, recorded_at)
    SELECT case_reference, revision, origin, change_id, fact, change_type, kind, reason, sentence, effective_on,
      before_ranges, after_ranges, weeks_affected, difference, business_date, recorded_at FROM taken`,
};

const UPDATE_TASKS: Statement = {
  name: 'office_update_tasks',
  text: `UPDATE case_fact AS f SET task = n.task FROM unnest($1::text[], $2::uuid[], $3::text[]) AS n (case_reference, change_id, task)
    WHERE f.case_reference = n.case_reference AND f.change_id = n.change_id`,
};

/** Writes what was taken: timeline, revisions, history and awards; one statement, and one more when it closes or opens earlier tasks. */
export async function writeSteps(
  tx: Transaction,
  taken: readonly (TakenStep & Result)[],
): Promise<void> {
  if (taken.length === 0) return;
  // An award bears the revision that computed it, whatever was taken together with it.
  const computed = new Map(
    taken
      .filter(({ step }) => step.before !== step.after)
      .map(({ entry, step }) => [entry.caseReference, step.file]),
  );
  const latest = findLatest(taken);
  const write = openRangesWriter();
  const names = taken.map(({ entry, step }) => nameFact(entry, step.fact));
  const brought = names.map((name) => latest.get(name)?.fact as CaseFact);
  await tx.query(WRITE_STEPS, [
    ...toFactColumns(taken, brought),
    ...toHistoryColumns(taken, write),
    brought.map(({ releaseId }) => releaseId),
    brought.map(({ dutyDischarged }) => dutyDischarged),
    brought.map(({ question }) => question),
    brought.map(({ task }) => task),
    ...toAwardColumns([...computed.values()], write),
  ]);
  for (const name of names) latest.delete(name);
  await updateTasks(tx, [...latest.values()]);
}

interface PlacedFact {
  readonly caseReference: string;
  readonly fact: CaseFact;
}

const nameFact = ({ caseReference }: CaseEntry, { changeId }: CaseFact): string =>
  `${caseReference} ${changeId}`;

/** The facts that steps changed, as the last of them left each. */
function findLatest(taken: readonly TakenStep[]): Map<string, PlacedFact> {
  return new Map(
    taken.flatMap(({ entry, step }) =>
      step.changed.map((fact) => [
        nameFact(entry, fact),
        { caseReference: entry.caseReference, fact },
      ]),
    ),
  );
}

async function updateTasks(tx: Transaction, placed: readonly PlacedFact[]): Promise<void> {
  if (placed.length === 0) return;
  await tx.query(UPDATE_TASKS, [
    placed.map(({ caseReference }) => caseReference),
    placed.map(({ fact }) => fact.changeId),
    placed.map(({ fact }) => fact.task),
  ]);
}

function toFactColumns(
  taken: readonly TakenStep[],
  facts: readonly CaseFact[],
): readonly unknown[] {
  return [
    taken.map(({ entry }) => entry.caseReference),
    facts.map(({ changeId }) => changeId),
    facts.map(({ revision }) => revision),
    facts.map(({ origin }) => origin),
    facts.map(({ sourceAgency }) => sourceAgency),
    facts.map(({ fact }) => fact),
    facts.map(({ changeType }) => changeType),
    facts.map(({ previousChangeId }) => previousChangeId),
    facts.map(({ occurredOn }) => occurredOn),
    facts.map(({ notifiedOn }) => notifiedOn),
    facts.map(({ receivedOn }) => receivedOn),
    facts.map(({ usedOn }) => usedOn),
    facts.map(({ usedFor }) => usedFor),
    facts.map(({ evidenceLevel }) => evidenceLevel),
    joinJsonOf(facts.map(({ body }) => body)),
    facts.map(({ state }) => state),
    facts.map(({ reason }) => reason),
    joinJsonOf(facts.map(({ addition }) => addition)),
  ];
}

function toHistoryColumns(
  taken: readonly (TakenStep & Result)[],
  write: RangesWriter,
): readonly unknown[] {
  const ranges = (side: 'before' | 'after'): string =>
    joinJson(taken.map(({ step }) => (step.comparison.changed ? write(step[side]) : null)));
  return [
    taken.map(({ kind }) => kind),
    taken.map(({ reason }) => reason),
    taken.map(({ step }) => step.comparison.sentence),
    taken.map(({ effectiveOn }) => effectiveOn),
    ranges('before'),
    ranges('after'),
    taken.map(({ step }) => step.comparison.weeksAffected),
    joinJsonOf(taken.map(({ step }) => step.comparison.byFinancialYear)),
    taken.map(({ entry }) => entry.moment.businessDate),
    taken.map(({ entry }) => new Date(entry.moment.nowMs)),
  ];
}

/** Writes the computed awards of these files. */
export async function writeAwards(tx: Transaction, files: readonly CaseFile[]): Promise<void> {
  if (files.length > 0) await tx.query(WRITE_AWARDS, toAwardColumns(files, writeRanges));
}

function toAwardColumns(files: readonly CaseFile[], write: RangesWriter): readonly unknown[] {
  const rows = files.flatMap(({ claim, assessment }) =>
    assessment === null ? [] : [{ claim, assessment }],
  );
  return [
    rows.map(({ claim }) => claim.caseReference),
    rows.map(({ assessment }) => assessment.schemeId),
    rows.map(({ assessment }) => assessment.weekEndsOn),
    rows.map(({ assessment }) => assessment.from),
    rows.map(({ assessment }) => assessment.coversTo),
    joinJson(rows.map(({ assessment }) => write(assessment))),
    joinJsonOf(rows.map(({ assessment }) => assessment.toVerify)),
    joinJsonOf(rows.map(({ assessment }) => assessment.effects)),
    rows.map(({ claim }) => claim.revision),
  ];
}

type RangesWriter = (assessment: Assessment) => string;

/** An award that stands after an entry is written twice, into award and history. */
function openRangesWriter(): RangesWriter {
  const written = new Map<Assessment, string>();
  return (assessment) => {
    const text = written.get(assessment) ?? writeRanges(assessment);
    written.set(assessment, text);
    return text;
  };
}

/** An award as it is kept: the numbers without the lines that explain them, which the rules can always give again. */
export const writeRanges = ({ ranges }: Assessment): string =>
  JSON.stringify(
    ranges.map(({ from, to, weeklyPence, weeklyExact, entitled }) => ({
      from,
      to,
      weeklyPence,
      weeklyExact,
      entitled,
    })),
  );
