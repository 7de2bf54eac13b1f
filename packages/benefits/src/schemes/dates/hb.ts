import { type IsoDate, mondayAfter, SUNDAY } from '../../calendar.ts';
import type { ChangePart } from '../../changes/dated-change.ts';
import type { EffectiveDay, Scheme } from '../scheme.ts';
import { createDateScheme } from './create-date-scheme.ts';
import { DATE_RULES } from './date-rules.ts';

/** The day of a change for housing benefit: a move and a change of rent the day itself, all else the next Monday. */
export function dateHbChange(
  { moment }: Pick<ChangePart, 'moment'>,
  changedOn: IsoDate,
): EffectiveDay {
  switch (moment) {
    case 'move':
      return { on: changedOn, rule: DATE_RULES.hbMove };
    case 'rent':
      return { on: changedOn, rule: DATE_RULES.hbRent };
    default:
      return { on: mondayAfter(changedOn), rule: DATE_RULES.nextWeek };
  }
}

/** Housing benefit ends with the benefit week, a move out included. */
export function dateHbEnd(changedOn: IsoDate): EffectiveDay {
  return { on: mondayAfter(changedOn), rule: DATE_RULES.hbEnd };
}

/** Housing benefit of working age 2010/11: dates only. */
export const HB_2010_11: Scheme = createDateScheme({
  id: 'hb-2010-11',
  title: 'Housing benefit 2010/11, working age, dates only',
  rules: [DATE_RULES.nextWeek, DATE_RULES.hbMove, DATE_RULES.hbRent, DATE_RULES.hbEnd],
  period: { from: '2010-04-01', to: '2011-03-31' },
  weekEndsOn: () => SUNDAY,
  dateEffect: dateHbChange,
  dateEnd: dateHbEnd,
});
