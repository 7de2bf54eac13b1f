import type { Child, Income, NonDependant, OtherAward, Partner } from '../benefit-case.ts';
import type { IsoDate } from '../calendar.ts';
import type { Circumstances, Note } from '../circumstances.ts';
import type { Resident } from '../council-tax/residents.ts';
import type { Benefit, CapitalOwner, IncomeKind, IncomeOwner } from '../facts.ts';
import type { MemberKey } from '../members.ts';

/** What one change does to circumstances. */
export type Effect =
  | { readonly kind: 'set-income'; readonly income: Income; readonly grossPence: number | null }
  | {
      readonly kind: 'end-income';
      readonly who: IncomeOwner;
      readonly incomeKind: IncomeKind;
      readonly employer: string | null;
    }
  | { readonly kind: 'set-partner'; readonly partner: Partner }
  | { readonly kind: 'remove-partner'; readonly key: MemberKey }
  | { readonly kind: 'set-child'; readonly child: Child }
  | { readonly kind: 'remove-child'; readonly key: MemberKey }
  | { readonly kind: 'set-non-dependant'; readonly person: NonDependant }
  | { readonly kind: 'remove-non-dependant'; readonly key: MemberKey }
  | { readonly kind: 'add-resident'; readonly resident: Resident }
  | {
      readonly kind: 'remove-resident';
      readonly resident: Pick<Resident, 'relation' | 'member' | 'birthDate'>;
    }
  | { readonly kind: 'leave-home'; readonly uprn: string | null }
  | { readonly kind: 'set-home'; readonly uprn: string; readonly liablePersons: number | null }
  | { readonly kind: 'set-award'; readonly award: OtherAward }
  | { readonly kind: 'stop-award'; readonly benefit: Benefit }
  | { readonly kind: 'set-capital'; readonly owner: CapitalOwner; readonly totalPence: number }
  | { readonly kind: 'set-birth-date'; readonly birthDate: IsoDate }
  | { readonly kind: 'end-claim'; readonly ended: NonNullable<Circumstances['ended']> }
  | { readonly kind: 'note'; readonly note: Note };

/** A resident's coming and going is the other clock's view of a change: council tax counts by exact days. */
export function isOfResidents({ kind }: Effect): boolean {
  return kind === 'add-resident' || kind === 'remove-resident';
}

/** Among changes of one day an end comes before a start, so that a new spell follows an old one. */
export function endsBeforeStarts({ kind }: Effect): 0 | 1 {
  return kind.startsWith('end-') ||
    kind.startsWith('remove-') ||
    kind === 'leave-home' ||
    kind === 'stop-award'
    ? 0
    : 1;
}
