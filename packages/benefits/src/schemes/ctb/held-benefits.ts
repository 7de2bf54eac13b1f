import type { BenefitCase } from '../../benefit-case.ts';
import { daysBetween, type IsoDate } from '../../calendar.ts';
import type { EffectiveChange } from '../scheme.ts';

/** Benefits that count together for the 26 weeks. [SSI 2012/303 reg 68, read; the last believed] */
const QUALIFYING: readonly string[] = ['is', 'jsa-ib', 'jsa-c', 'esa-ir'];

/** A benefit in payment: `from` its first day, `until` the first day without it; null when not known, or not ended. */
type Spell = {
  readonly benefit: string;
  readonly from: IsoDate;
  /** It was in payment earlier still, nobody knows since when. */
  readonly isOlder: boolean;
  readonly until: IsoDate | null;
};

/**
 * How many days one or another qualifying benefit was in payment without a break up to the day
 * before `ceasedOn`; `isAtLeast` when it may have been longer, since the first day is not known.
 */
export function findHeldDays(
  benefitCase: BenefitCase,
  changes: readonly EffectiveChange[],
  ceasedOn: IsoDate,
): { readonly days: number; readonly isAtLeast: boolean } {
  const spells = listSpells(benefitCase, changes);
  let from = ceasedOn;
  let isAtLeast = false;
  // Each round reaches further back or is the last.
  for (let round = 0; round <= spells.length; round += 1) {
    const before = spells
      .filter((spell) => spell.from < from && (spell.until === null || spell.until >= from))
      .sort((a, b) => (a.from < b.from ? -1 : 1))[0];
    if (before === undefined) break;
    from = before.from;
    isAtLeast = before.isOlder;
  }
  return { days: daysBetween(from, ceasedOn), isAtLeast };
}

/** Spells by their true days. A benefit on record from the start without its first day was held on the first day of the claim at least. */
function listSpells(
  { awards, claimStartOn }: BenefitCase,
  changes: readonly EffectiveChange[],
): readonly Spell[] {
  const open = new Map<string, Spell>();
  for (const { benefit, from } of awards) {
    if (!QUALIFYING.includes(benefit)) continue;
    open.set(benefit, { benefit, from: from ?? claimStartOn, isOlder: from === null, until: null });
  }
  const spells: Spell[] = [];
  for (const { part } of changes) {
    const { effect, on } = part;
    if (effect.kind === 'set-award' && QUALIFYING.includes(effect.award.benefit)) {
      const { benefit } = effect.award;
      // A changed amount does not start a new spell.
      if (!open.has(benefit)) open.set(benefit, { benefit, from: on, isOlder: false, until: null });
    } else if (effect.kind === 'stop-award') {
      const ended = open.get(effect.benefit);
      if (ended !== undefined) spells.push({ ...ended, until: on });
      open.delete(effect.benefit);
    }
  }
  return [...spells, ...open.values()];
}
