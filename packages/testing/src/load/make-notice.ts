import { changeIdOf } from '@told/identity';
import type { SyntheticHousehold } from '../people/household.ts';
import type { StoryStep } from './household-story.ts';
import type { LoadChange } from './load-change.ts';

type ChangeType = 'created' | 'corrected' | 'annulled';

/** A notice, and what a later one needs to know of it. */
export interface Told {
  readonly notice: LoadChange;
  readonly step: StoryStep;
  readonly type: ChangeType;
}

export interface NoticeMaker {
  anew(step: StoryStep): Told;
  /** A correction or an annulment of what was told, by whoever told it. */
  again(before: Told, type: 'corrected' | 'annulled'): Told;
}

/** What a correction adds to each amount. */
const CORRECTION_PENCE = 300;

/** Writes the notices of one household, each under a key of its own. */
export function createNoticeMaker(
  household: SyntheticHousehold,
  { seed, today }: { readonly seed: number; readonly today: string },
): NoticeMaker {
  let made = 0;
  const make = (step: StoryStep, how: { readonly changeType: ChangeType }): Told => {
    const { byJobcentre, council, fact, body, occurredOn, caseReference, nino } = step;
    const person = household.recorded[byJobcentre ? 'jobcentre' : 'council'];
    const used = { usedOn: today, usedFor: byJobcentre ? 'jsa-ib' : 'ctb' };
    const isAnnulment = how.changeType === 'annulled';
    const change = {
      person: nino === null ? person : { ...person, nino },
      caseReference,
      ...how,
      evidence: { level: 'seen', documents: [] },
      ...{ notifiedOn: today, receivedOn: today, occurredOn },
      ...(isAnnulment ? {} : used),
      fact,
      ...(isAnnulment ? {} : { [fact]: body }),
    };
    const idempotencyKey = `load-${seed}-${household.index}-${made++}`;
    const agency = byJobcentre ? 'jobcentre' : council;
    const notice = { agency, idempotencyKey, household: household.index, change };
    return { notice, step, type: how.changeType };
  };
  return {
    anew: (step) => make(step, { changeType: 'created' }),
    again({ notice, step }, changeType) {
      const previousChangeId = changeIdOf(notice.agency, notice.idempotencyKey);
      const how = { changeType, previousChangeId };
      return make(changeType === 'corrected' ? correct(step) : step, how);
    },
  };
}

function correct(step: StoryStep): StoryStep {
  const { body } = step;
  const more = (field: string): object =>
    typeof body[field] === 'number' ? { [field]: body[field] + CORRECTION_PENCE } : {};
  const amounts = { ...more('netPence'), ...more('grossPence'), ...more('totalPence') };
  return { ...step, body: { ...body, ...amounts } };
}
