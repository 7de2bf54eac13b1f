import { addDays, daysBetween } from '../../calendar.ts';
import { PASSPORTS } from '../passports.ts';
import type { EffectiveChange, Span } from '../scheme.ts';

/** Work that begins within so many days of the end of a benefit is taken to be what ended it. */
const SAME_CAUSE_DAYS = 7;
const EXTENDED_DAYS = 28;

/**
 * Four weeks that council tax benefit would pay on when a passport ends through work. Whether a
 * council's own scheme does so is on no public page, so that those weeks are asked about.
 */
export function findExtendedReductions(changes: readonly EffectiveChange[]): readonly Span[] {
  const open: Span[] = [];
  for (const stop of changes) {
    const { effect } = stop.part;
    if (effect.kind !== 'stop-award' || !PASSPORTS.includes(effect.benefit)) continue;
    const isThroughWork = changes.some(
      ({ part }) => isLastingWork(part) && isNear(part.on, stop.part.on),
    );
    if (!isThroughWork) continue;
    open.push({
      kind: 'question',
      reason: 'not-modelled',
      detail: 'extended-reduction',
      from: stop.effectiveOn,
      to: addDays(stop.effectiveOn, EXTENDED_DAYS - 1),
    });
  }
  return open;
}

function isLastingWork({ effect }: EffectiveChange['part']): boolean {
  if (effect.kind !== 'set-income') return false;
  const { who, kind, expectedToLastFiveWeeks } = effect.income;
  const isWork = kind === 'employed' || kind === 'self-employed';
  return isWork && who !== 'non-dependant' && expectedToLastFiveWeeks !== false;
}

const isNear = (one: string, other: string): boolean =>
  Math.abs(daysBetween(one, other)) <= SAME_CAUSE_DAYS;
