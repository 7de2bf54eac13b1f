import type { IsoDate } from '@told/codec';
import type { StoredInterest } from './interest.ts';

/** One of the agency's own open cases, as its list has it. */
export interface ListedCase {
  readonly line: number;
  readonly capacity: string;
  readonly caseReference: string;
  readonly from: IsoDate;
  readonly until: IsoDate | null;
}

/**
 * missing-here: the agency has the case, and the bus no interest that counts. missing-there: the bus has an open interest, and the agency's
 * list no case. different: both have it, and `fields` differ.
 */
export interface Difference {
  readonly difference: 'missing-here' | 'missing-there' | 'different';
  /** Null for what is on no line. */
  readonly line: number | null;
  readonly capacity: string;
  readonly caseReference: string;
  readonly fields: readonly ('capacity' | 'from' | 'until')[];
  readonly interestId: string | null;
  readonly state: StoredInterest['state'] | null;
}

type Held = Pick<
  StoredInterest,
  'interestId' | 'capacity' | 'caseReference' | 'state' | 'from' | 'until'
>;

const nameOf = ({ capacity, caseReference }: Pick<Held, 'capacity' | 'caseReference'>): string =>
  `${capacity}/${caseReference}`;

/**
 * How the agency's list of open cases and the interests on the bus differ, in the list's order and then the bus's. A case of `refusedLines`
 * stands on the list, though on a line that could not be read: it is not missing there. Pure.
 */
export function compareCases(
  listed: readonly ListedCase[],
  held: readonly Held[],
  today: IsoDate,
  refusedLines: ReadonlySet<string> = new Set(),
): readonly Difference[] {
  const here = new Map(held.map((one) => [nameOf(one), one]));
  const named = new Set(listed.map(nameOf));
  const unlisted = held.filter(
    (one) =>
      !named.has(nameOf(one)) &&
      one.state !== 'refused' &&
      (one.until === null || one.until >= today),
  );
  const spare = Map.groupBy(unlisted, (one) => one.caseReference);
  const taken = new Set<string>();
  const ofLines = listed.flatMap((one): readonly Difference[] => {
    const same = here.get(nameOf(one));
    if (same !== undefined && same.state !== 'refused') return describeDifferent(one, same);
    const other = spare.get(one.caseReference)?.find(({ interestId }) => !taken.has(interestId));
    if (other === undefined) return [describe('missing-here', one.line, one, same)];
    taken.add(other.interestId);
    return describeDifferent(one, other);
  });
  const ofBus = unlisted
    .filter((one) => !taken.has(one.interestId) && !refusedLines.has(one.caseReference))
    .map((one) => describe('missing-there', null, one, one));
  return [...ofLines, ...ofBus];
}

function describeDifferent(listed: ListedCase, held: Held): readonly Difference[] {
  const fields = (['capacity', 'from', 'until'] as const).filter(
    (field) => listed[field] !== held[field],
  );
  if (fields.length === 0) return [];
  return [{ ...describe('different', listed.line, listed, held), fields }];
}

function describe(
  difference: Difference['difference'],
  line: number | null,
  { capacity, caseReference }: Pick<Held, 'capacity' | 'caseReference'>,
  held: Held | undefined,
): Difference {
  return {
    ...{ difference, line, capacity, caseReference, fields: [] },
    interestId: held?.interestId ?? null,
    state: held?.state ?? null,
  };
}
