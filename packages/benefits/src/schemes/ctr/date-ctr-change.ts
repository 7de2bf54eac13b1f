import { type IsoDate, mondayAfter } from '../../calendar.ts';
import type { ChangePart } from '../../changes/dated-change.ts';
import type { EffectiveDay } from '../scheme.ts';
import { CTR_DATE_RULES } from './ctr-rules.ts';

/** From which day a change counts in a council's own scheme; unverified, as council tax benefit. */
export function dateCtrChange(
  { moment }: Pick<ChangePart, 'moment'>,
  changedOn: IsoDate,
): EffectiveDay {
  switch (moment) {
    case 'council-tax':
    case 'move':
    case 'partner':
    case 'death':
      return { on: changedOn, rule: CTR_DATE_RULES.dayItself };
    default:
      return { on: mondayAfter(changedOn), rule: CTR_DATE_RULES.nextMonday };
  }
}
