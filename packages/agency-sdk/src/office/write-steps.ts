import type { Assessment } from '@told/benefits';
import type { Statement, Transaction } from '@told/service';
import type { CaseFile } from './case-file.ts';
import { joinJson, joinJsonOf } from './json-column.ts';
import type { TakenStep } from './office.ts';

const UPDATE_CLAIMS: Statement = {
  name: 'office_update_claims',
  text: `UPDATE claim SET revision = taken.revision
    FROM unnest($1::text[], $2::integer[]) AS taken (case_reference, revision)
    WHERE claim.case_reference = taken.case_reference`,
};

const INSERT_FACTS: Statement = {
  name: 'office_insert_facts',
  text: `INSERT INTO case_fact (case_reference, change_id, revision, origin, source_agency, fact, change_type, previous_change_id, occurred_on,
      notified_on, received_on, used_on, used_for, evidence_level, body, state, reason, addition)
    SELECT * FROM unnest($1::text[], $2::uuid[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[], $9::date[],
      $10::date[], $11::date[], $12::date[], $13::text[], $14::text[], string_to_array($15, E'\\x1f', '')::jsonb[], $16::text[], $17::text[], string_to_array($18, E'\\x1f', '')::jsonb[])`,
};

const WRITE_AWARDS: Statement = {
  name: 'office_write_awards',
  text: `INSERT INTO award (case_reference, scheme_id, week_ends_on, from_on, covers_to, ranges, to_verify, effects, revision)
    SELECT * FROM unnest($1::text[], $2::text[], $3::smallint[], $4::date[], $5::date[], string_to_array($6, E'\\x1f', '')::jsonb[], string_to_array($7, E'\\x1f', '')::jsonb[], string_to_array($8, E'\\x1f', '')::jsonb[], $9::integer[])
    ON CONFLICT (case_reference) DO UPDATE SET scheme_id = excluded.scheme_id, week_ends_on = excluded.week_ends_on,
      from_on = excluded.from_on, covers_to = excluded.covers_to, ranges = excluded.ranges, to_verify = excluded.to_verify,
      effects = excluded.effects, revision = excluded.revision`,
};

const INSERT_HISTORY: Statement = {
  name: 'office_insert_history',
  text: `INSERT INTO award_history (case_reference, revision, origin, change_id, fact, change_type, kind, reason, sentence, effective_on,
      before_ranges, after_ranges, weeks_affected, difference, business_date, recorded_at)
    SELECT * FROM unnest($1::text[], $2::integer[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
      $10::date[], string_to_array($11, E'\\x1f', '')::jsonb[], string_to_array($12, E'\\x1f', '')::jsonb[], $13::integer[], string_to_array($14, E'\\x1f', '')::jsonb[], $15::date[], $16::timestamptz[])`,
};

/** Writes what was taken: timeline, revisions, history and awards; four statements, whatever the number. */
export async function writeSteps(
  tx: Transaction,
  taken: readonly (TakenStep & {
    readonly kind: string;
    readonly reason: string | null;
    readonly effectiveOn: string | null;
  })[],
): Promise<void> {
  if (taken.length === 0) return;
  const last = new Map(taken.map(({ step }) => [step.file.claim.caseReference, step]));
  const files = [...last.values()].map(({ file }) => file);
  await tx.query(UPDATE_CLAIMS, [
    files.map(({ claim }) => claim.caseReference),
    files.map(({ claim }) => claim.revision),
  ]);
  await insertFacts(tx, taken);
  // An award bears the revision that computed it, whatever was taken together with it.
  const computed = new Map(
    taken
      .filter(({ step }) => step.before !== step.after)
      .map(({ entry, step }) => [entry.caseReference, step.file]),
  );
  await writeAwards(tx, [...computed.values()]);
  await tx.query(INSERT_HISTORY, [
    taken.map(({ entry }) => entry.caseReference),
    taken.map(({ step }) => step.fact.revision),
    taken.map(({ step }) => step.fact.origin),
    taken.map(({ step }) => step.fact.changeId),
    taken.map(({ step }) => step.fact.fact),
    taken.map(({ step }) => step.fact.changeType),
    taken.map(({ kind }) => kind),
    taken.map(({ reason }) => reason),
    taken.map(({ step }) => step.comparison.sentence),
    taken.map(({ effectiveOn }) => effectiveOn),
    joinJson(taken.map(({ step }) => (step.comparison.changed ? writeRanges(step.before) : null))),
    joinJson(taken.map(({ step }) => (step.comparison.changed ? writeRanges(step.after) : null))),
    taken.map(({ step }) => step.comparison.weeksAffected),
    joinJsonOf(taken.map(({ step }) => step.comparison.byFinancialYear)),
    taken.map(({ entry }) => entry.moment.businessDate),
    taken.map(({ entry }) => new Date(entry.moment.nowMs)),
  ]);
}

async function insertFacts(tx: Transaction, taken: readonly TakenStep[]): Promise<void> {
  const facts = taken.map(({ step }) => step.fact);
  await tx.query(INSERT_FACTS, [
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
  ]);
}

/** Writes the awards of these files; those of files that were never computed are left as they are. */
export async function writeAwards(tx: Transaction, files: readonly CaseFile[]): Promise<void> {
  const rows = files.flatMap(({ claim, assessment }) =>
    assessment === null ? [] : [{ claim, assessment }],
  );
  if (rows.length === 0) return;
  await tx.query(WRITE_AWARDS, [
    rows.map(({ claim }) => claim.caseReference),
    rows.map(({ assessment }) => assessment.schemeId),
    rows.map(({ assessment }) => assessment.weekEndsOn),
    rows.map(({ assessment }) => assessment.from),
    rows.map(({ assessment }) => assessment.coversTo),
    joinJson(rows.map(({ assessment }) => writeRanges(assessment))),
    joinJsonOf(rows.map(({ assessment }) => assessment.toVerify)),
    joinJsonOf(rows.map(({ assessment }) => assessment.effects)),
    rows.map(({ claim }) => claim.revision),
  ]);
}

/** An award as it is kept: the numbers without the lines that explain them, which the rules can always give again. */
const writeRanges = ({ ranges }: Assessment): string =>
  JSON.stringify(
    ranges.map(({ from, to, weeklyPence, weeklyExact, entitled }) => ({
      from,
      to,
      weeklyPence,
      weeklyExact,
      entitled,
    })),
  );
