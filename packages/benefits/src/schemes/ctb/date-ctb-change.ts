import { benefitWeekStart, type IsoDate, mondayAfter, SUNDAY } from '../../calendar.ts';
import type { ChangePart } from '../../changes/dated-change.ts';
import type { EffectiveDay } from '../scheme.ts';
import { CTB_RULES } from './ctb-rules.ts';

/** The day from which a change counts in council tax benefit. [CTB Regs 2006 reg 67] */
export function dateCtbChange(
  { moment }: Pick<ChangePart, 'moment'>,
  changedOn: IsoDate,
): EffectiveDay {
  switch (moment) {
    case 'council-tax':
    case 'move':
      return { on: changedOn, rule: CTB_RULES.taxChanges };
    case 'partner':
      return { on: changedOn, rule: CTB_RULES.partner };
    case 'death':
      return { on: changedOn, rule: CTB_RULES.death };
    case 'benefit-ends':
      return { on: mondayAfter(changedOn), rule: CTB_RULES.benefitEnds };
    default:
      return { on: mondayAfter(changedOn), rule: CTB_RULES.nextMonday };
  }
}

/**
 * First day of a new award: the benefit week after the claim, or the week of the claim for a person
 * who became liable for the first time in it. [CTB Regs 2006 reg 64]
 */
export function dateCtbClaim(claimedOn: IsoDate, isNewlyLiable: boolean): EffectiveDay {
  return isNewlyLiable
    ? { on: benefitWeekStart(claimedOn, SUNDAY), rule: CTB_RULES.newlyLiable }
    : { on: mondayAfter(claimedOn), rule: CTB_RULES.newClaim };
}

/** First day of a new award; see `dateCtbClaim`. */
export function ctbAwardStart(claim: {
  readonly claimedOn: IsoDate;
  readonly newlyLiableInThatWeek: boolean;
}): IsoDate {
  return dateCtbClaim(claim.claimedOn, claim.newlyLiableInThatWeek).on;
}
