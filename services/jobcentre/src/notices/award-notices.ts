import type { Claim, TakenStep } from '@told/agency-sdk';
import { addDays, type IsoDate } from '@told/benefits';
import { type Benefit, type BenefitAward, NO_FACTS, type Submission } from '@told/codec';
import { changeIdOf } from '@told/identity';
import { type Statement, type Transaction, together } from '@told/service';
import {
  type PlannedNotice,
  planNotices,
  type StandingNotice,
  type Transition,
} from './plan-notices.ts';

const READ: Statement = {
  name: 'jobcentre_read_notices',
  text: `SELECT found.* FROM unnest($1::text[]) AS k (reference), LATERAL (
      SELECT change_id AS "changeId", case_reference AS "caseReference", action, on_date AS "on", weekly_pence AS "weeklyPence"
      FROM award_notice WHERE case_reference = k.reference ORDER BY on_date, change_id OFFSET 0
    ) AS found`,
};

const REMOVE: Statement = {
  name: 'jobcentre_remove_notices',
  text: 'DELETE FROM award_notice WHERE change_id = ANY($1::uuid[])',
};

const INSERT: Statement = {
  name: 'jobcentre_insert_notices',
  text: `INSERT INTO award_notice (change_id, case_reference, action, on_date, weekly_pence)
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::date[], $5::bigint[])`,
};

type CaseNotice = StandingNotice & { readonly caseReference: string };

/** Who tells, and of which benefit. */
export interface Teller {
  readonly agency: string;
  readonly benefit: Benefit;
  /** Days on which the claim's award moves by age or new rates, whatever is told. */
  readonly findRoutineDays: (claim: Claim) => readonly IsoDate[];
}

/**
 * Tells the bus of each award that these steps started, changed or stopped, by what its earlier notices said. A notice's key is the
 * change or decision that caused it, the benefit and the case; a second one of the same cause is numbered. Three statements at most, whatever the number.
 */
export async function tellAwards(
  tx: Transaction,
  teller: Teller,
  steps: readonly TakenStep[],
): Promise<readonly Submission[]> {
  const moved = steps.filter(({ step }) => step.before !== step.after);
  if (moved.length === 0) return [];
  const references = [...new Set(moved.map(({ entry }) => entry.caseReference))];
  const { rows } = await tx.query<CaseNotice>(READ, [references]);
  const standing = new Map<string, CaseNotice>(rows.map((row) => [row.changeId, row]));
  const ofCase = Map.groupBy(rows, ({ caseReference }) => caseReference);
  const known = new Set(standing.keys());
  const submissions: Submission[] = [];
  for (const taken of moved) {
    const { caseReference } = taken.entry;
    const notices = ofCase.get(caseReference) ?? [];
    const routine = once(() => teller.findRoutineDays(taken.step.file.claim));
    const planned = planNotices(notices, taken.step.before, taken.step.after, (day) =>
      routine().includes(day),
    );
    const told = planned.map((notice, index) => writeNotice(teller, taken, notice, index));
    submissions.push(...told.map(({ submission }) => submission));
    const replaced = new Set(planned.map(({ replaces }) => replaces?.changeId));
    ofCase.set(caseReference, [
      ...notices.filter(({ changeId }) => !replaced.has(changeId)),
      ...told.flatMap(({ stands }) => (stands === null ? [] : [stands])),
    ]);
  }
  await writeStanding(tx, known, [...ofCase.values()].flat());
  return submissions;
}

/** Most awards have no such day, and then nothing need be computed. */
function once<T>(compute: () => T): () => T {
  let kept: { readonly value: T } | undefined;
  return () => {
    kept ??= { value: compute() };
    return kept.value;
  };
}

async function writeStanding(
  tx: Transaction,
  known: ReadonlySet<string>,
  standing: readonly CaseNotice[],
): Promise<void> {
  const kept = new Set(standing.map(({ changeId }) => changeId));
  const gone = [...known].filter((changeId) => !kept.has(changeId));
  const added = standing.filter(({ changeId }) => !known.has(changeId));
  await together([
    gone.length === 0 ? undefined : tx.query(REMOVE, [gone]),
    added.length === 0 ? undefined : insertNotices(tx, added),
  ]);
}

const insertNotices = (tx: Transaction, added: readonly CaseNotice[]): Promise<unknown> =>
  tx.query(INSERT, [
    added.map(({ changeId }) => changeId),
    added.map(({ caseReference }) => caseReference),
    added.map(({ action }) => action),
    added.map(({ on }) => on),
    added.map(({ weeklyPence }) => weeklyPence),
  ]);

/** The submission of one notice, and what the bus holds after it. */
function writeNotice(
  { agency, benefit }: Teller,
  { entry, step, causeId }: TakenStep,
  { changeType, replaces, transition }: PlannedNotice,
  index: number,
): { readonly submission: Submission; readonly stands: CaseNotice | null } {
  const { caseReference, person } = step.file.claim;
  const { businessDate } = entry.moment;
  const numbered = index === 0 ? '' : `:${index + 1}`;
  // One change may reach two cases of a person, and each of them has an award of its own.
  const idempotencyKey = `${causeId}:${benefit}:${caseReference}${numbered}`;
  const on = transition?.on ?? replaces?.on ?? businessDate;
  const submission: Submission = {
    idempotencyKey,
    change: {
      ...{ person, caseReference, system: null, fact: 'benefitAward', changeType },
      previousChangeId: replaces?.changeId ?? null,
      occurredOn: on,
      // The office itself is who was told, by its own decision.
      notifiedOn: businessDate,
      receivedOn: businessDate,
      usedOn: businessDate,
      usedFor: benefit,
      evidence: { level: 'verified-at-source', documents: [] },
      dutyDischarged: null,
      ...NO_FACTS,
      benefitAward: transition === null ? null : writeAward(benefit, transition),
    },
  };
  const changeId = changeIdOf(agency, idempotencyKey);
  return {
    submission,
    stands: transition === null ? null : { ...transition, changeId, caseReference },
  };
}

function writeAward(benefit: Benefit, { action, on, weeklyPence }: Transition): BenefitAward {
  return action === 'stop'
    ? {
        benefit,
        action,
        weeklyAmountPence: null,
        from: null,
        lastDayOfEntitlement: addDays(on, -1),
      }
    : { benefit, action, weeklyAmountPence: weeklyPence, from: on, lastDayOfEntitlement: null };
}
