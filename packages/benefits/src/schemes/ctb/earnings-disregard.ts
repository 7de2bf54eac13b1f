import type { Question } from '../../award.ts';
import type { Circumstances } from '../../circumstances.ts';
import { comparePence, describePence, exactPence, isPositive, ZERO_PENCE } from '../../money.ts';
import { isWork, notModelled, type WeeklyIncome } from '../../weekly-income.ts';
import type { Sum } from '../figure.ts';
import { explain } from '../rule.ts';
import type { CtbRates } from './ctb-rates.ts';
import { CTB_RULES } from './ctb-rules.ts';

/**
 * The base amount of the family's earnings that does not count: one, the highest that fits.
 * [CTB Regs 2006 Sch 3]
 */
export function findBaseDisregard(
  circumstances: Circumstances,
  { earnings, earningsOf }: WeeklyIncome,
  hasChild: boolean,
  rates: CtbRates,
): Sum | Question {
  if (earnings === ZERO_PENCE) return { weekly: ZERO_PENCE, lines: [] };
  const { claimant, partner } = circumstances;
  const { disregardSingle, disregardCouple, disregardSpecial, disregardLoneParent } = rates.pence;
  if (partner === null && hasChild) return base(disregardLoneParent.value, 'lone parent');
  const special = disregardSpecial.value;
  if (claimant.disabilityPremium === true || partner?.disabilityPremium === true) {
    return base(special, 'disability premium');
  }
  if (claimant.carerPremium === true || partner?.carerPremium === true) {
    return base(special, 'carer');
  }
  const occupation = findOccupation(circumstances, earningsOf, special);
  if (occupation === 'unclear') return notModelled('special-occupation');
  if (occupation === 'whole') return base(special, 'special occupation');
  if (partner === null) return { weekly: exactPence(disregardSingle.value), lines: [] };
  return base(disregardCouple.value, 'couple');
}

function base(pence: number, why: string): Sum {
  const text = `Disregard, ${why}: ${describePence(pence)} a week of earnings.`;
  return { weekly: exactPence(pence), lines: [explain(CTB_RULES.disregard, text, pence)] };
}

/**
 * The higher amount is for the earnings of the special occupation alone. Which job that is, nobody
 * tells: it is sure only for a single job that uses the whole amount, or where nobody else earns.
 */
function findOccupation(
  { claimant, partner, incomes }: Circumstances,
  earningsOf: WeeklyIncome['earningsOf'],
  whole: number,
): 'none' | 'whole' | 'unclear' {
  const people = [
    { who: 'claimant', person: claimant },
    { who: 'partner', person: partner },
  ] as const;
  const special = people.filter(
    ({ who, person }) => person?.specialOccupation === true && isPositive(earningsOf[who]),
  );
  if (special.length === 0) return 'none';
  const isSure = special.some(({ who }) => {
    const jobs = incomes.filter((income) => income.who === who && isWork(income));
    const isAlone = people.every(
      (other) => other.who === who || earningsOf[other.who] === ZERO_PENCE,
    );
    return jobs.length === 1 && (isAlone || comparePence(earningsOf[who], exactPence(whole)) >= 0);
  });
  return isSure ? 'whole' : 'unclear';
}
