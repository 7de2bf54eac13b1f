import { earlierOf, type IsoDate } from '../calendar.ts';
import type { Fact } from '../facts.ts';
import type { LiveFact, Timeline } from '../live-facts.ts';
import { noticeOn } from '../notice.ts';
import { findAddressChanges } from './address.ts';
import { findBenefitAwardChanges } from './benefit-award.ts';
import { findCapitalChanges } from './capital.ts';
import { type ChangePart, noteChange } from './dated-change.ts';
import { findDeathChanges } from './death.ts';
import { findHouseholdChanges } from './household.ts';
import { findIdentityChanges } from './identity.ts';
import { findIncomeChanges } from './income.ts';

/** The changes of circumstances that one standing fact brings, and when this office was told. */
export type FactChanges = {
  readonly factId: string;
  /** The first of its dates of change. */
  readonly changedOn: IsoDate;
  readonly noticedOn: IsoDate;
  /** True when an officer extended the month for telling. */
  readonly noticeExtended: boolean;
  /** Sort key among changes of the same day. */
  readonly order: string;
  readonly parts: readonly ChangePart[];
};

/** The changes of every standing fact; an orphan becomes a question from its day on. */
export function findChanges(timeline: Timeline): readonly FactChanges[] {
  const found: FactChanges[] = [];
  for (const live of timeline.live) {
    const parts = findParts(live);
    if (parts.length > 0) found.push(collect(live.fact, live.root, parts));
  }
  for (const orphan of timeline.orphans) {
    const part = noteChange(orphan.occurredOn, 'any', 'predecessor-unknown', orphan.fact);
    found.push(collect(orphan, orphan, [part]));
  }
  return found;
}

function collect(fact: Fact, root: Fact, parts: readonly ChangePart[]): FactChanges {
  return {
    factId: fact.factId,
    changedOn: parts.map(({ on }) => on).reduce(earlierOf),
    noticedOn: noticeOn(root),
    noticeExtended: root.noticeExtended === true,
    order: `${fact.notifiedOn} ${fact.receivedOn} ${fact.factId}`,
    parts,
  };
}

function findParts({ fact, ends }: LiveFact): readonly ChangePart[] {
  switch (fact.fact) {
    case 'income':
      return findIncomeChanges(fact, ends?.fact === 'income' ? ends : null);
    case 'address':
      return findAddressChanges(fact);
    case 'household':
      return findHouseholdChanges(fact, ends?.fact === 'household' ? ends : null);
    case 'benefitAward':
      return findBenefitAwardChanges(fact, ends?.fact === 'benefitAward' ? ends : null);
    case 'capital':
      return findCapitalChanges(fact, ends?.fact === 'capital' ? ends : null);
    case 'identity':
      return findIdentityChanges(fact);
    case 'death':
      return findDeathChanges(fact);
    default:
      return noteUnknown(fact);
  }
}

/** What a newer schema tells and these rules do not know yet. */
function noteUnknown({
  occurredOn,
  fact,
}: Pick<Fact, 'occurredOn' | 'fact'>): readonly ChangePart[] {
  return [noteChange(occurredOn, 'any', 'not-modelled', fact)];
}
