import type { BenefitCase } from '../../benefit-case.ts';
import {
  addDays,
  ageOn,
  benefitWeekStart,
  type IsoDate,
  laterOf,
  mondayAfter,
  SUNDAY,
} from '../../calendar.ts';
import { CTB_RULES } from '../ctb/ctb-rules.ts';
import { dateCtbChange } from '../ctb/date-ctb-change.ts';
import type { CreditChange, EffectiveDay, Remark, Scheme } from '../scheme.ts';
import { createDateScheme, UNTIL_FURTHER_NOTICE } from './create-date-scheme.ts';
import { DATE_RULES } from './date-rules.ts';
import { dateHbChange, dateHbEnd } from './hb.ts';

const DEFERRED_DAYS = 26 * 7;
const PENSION_AGE_FROM = 60;
const DEFERRAL_AGE_FROM = 65;

/** A non-dependant who joins or earns more counts 26 weeks later; all else as `otherwise` says. [SI 2003/325] */
function deferNonDependant(otherwise: Scheme['dateEffect']): Scheme['dateEffect'] {
  return (part, changedOn, benefitCase) => {
    if (part.moment !== 'non-dependant-joins') return otherwise(part, changedOn, benefitCase);
    if (isKnownUnder65(benefitCase, changedOn)) {
      return { on: mondayAfter(changedOn), rule: DATE_RULES.notYet65 };
    }
    const later = addDays(changedOn, DEFERRED_DAYS);
    // A Monday is itself the first day of a benefit week; else the next one.
    return { on: mondayAfter(addDays(later, -1)), rule: DATE_RULES.deferred };
  };
}

/** Between 60 and 64, the elder of the two: of pension age, and not yet of the age that defers. */
function isKnownUnder65({ claimant, partner }: BenefitCase, day: IsoDate): boolean {
  const ages = [claimant, ...(partner === null ? [] : [partner])].map(({ birthDate }) =>
    birthDate === null ? null : ageOn(birthDate, day),
  );
  const eldest = ages.reduce<number | null>(
    (most, age) => (most === null || age === null ? null : Math.max(most, age)),
    0,
  );
  return eldest !== null && eldest >= PENSION_AGE_FROM && eldest < DEFERRAL_AGE_FROM;
}

/** Pension credit's own feed to the council. */
function dateCredit({ moment, on, toldOn, gains }: CreditChange): EffectiveDay {
  const rises = moment === 'pension-credit-rises';
  if (rises && gains) {
    return { on: benefitWeekStart(on, SUNDAY), rule: DATE_RULES.creditRisesAwardRises };
  }
  return {
    on: mondayAfter(laterOf(toldOn, on)),
    rule: rises ? DATE_RULES.creditRisesAwardFalls : DATE_RULES.creditFalls,
  };
}

const PENSION_RULES = [
  DATE_RULES.deferred,
  DATE_RULES.notYet65,
  DATE_RULES.creditRisesAwardRises,
  DATE_RULES.creditRisesAwardFalls,
  DATE_RULES.creditFalls,
] as const;

const NOT_MODELLED: readonly Remark[] = [
  {
    name: 'non-dependant-again',
    says: 'A second change of the same non-dependant within the 26 weeks, which counts with the first: each is dated by itself.',
  },
  {
    name: 'credit-down-untold',
    says: 'Pension credit that goes down because the person failed to tell: the award follows it from the week in which it fell.',
  },
];

/** Council tax benefit of pension age, until the benefit was abolished: dates only. [SI 2006/216] */
export const CTB_PENSION_AGE: Scheme = createDateScheme({
  id: 'ctb-pension-age',
  title: 'Council tax benefit, pension age, dates only',
  rules: [
    CTB_RULES.nextMonday,
    CTB_RULES.taxChanges,
    CTB_RULES.benefitEnds,
    CTB_RULES.partner,
    CTB_RULES.death,
    ...PENSION_RULES,
  ],
  period: { from: '2006-03-06', to: '2013-03-31' },
  weekEndsOn: () => SUNDAY,
  dateEffect: deferNonDependant(dateCtbChange),
  dateCredit,
  notModelled: NOT_MODELLED,
});

/** Housing benefit of pension age: dates only. [SI 2006/214] */
export const HB_PENSION_AGE: Scheme = createDateScheme({
  id: 'hb-pension-age',
  title: 'Housing benefit, pension age, dates only',
  rules: [
    DATE_RULES.nextWeek,
    DATE_RULES.hbMove,
    DATE_RULES.hbRent,
    DATE_RULES.hbEnd,
    ...PENSION_RULES,
  ],
  period: { from: '2006-03-06', to: UNTIL_FURTHER_NOTICE },
  weekEndsOn: () => SUNDAY,
  dateEffect: deferNonDependant(dateHbChange),
  dateEnd: dateHbEnd,
  dateCredit,
  notModelled: NOT_MODELLED,
});
