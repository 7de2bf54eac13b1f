import { type BenefitCase, financialYearOf, type IsoDate, type Scheme } from '@told/benefits';
import { formatTable } from '../print.ts';

export interface SchemeLine {
  readonly id: string;
  readonly title: string;
  /** The first and last day with rates; of a benefit by weeks of the person's own the earliest first and the latest last. */
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** True where both days depend on when the person's benefit week ends. */
  readonly byBenefitWeek: boolean;
}

const WEEK_ENDS = [0, 1, 2, 3, 4, 5, 6] as const;

const FIRST_YEAR = 1993;
const LAST_YEAR = 2098;

/** A series reaches as far as the taxes that a case knows: here every year. */
const EVERY_YEAR = Object.fromEntries(
  Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, index) => [
    financialYearOf(`${FIRST_YEAR + index}-04-01`).label,
    0,
  ]),
);

const NOBODY: BenefitCase = {
  claimStartOn: '2010-04-01',
  claimant: { birthDate: null },
  partner: null,
  children: [],
  incomes: [],
  awards: [],
  capitalPence: null,
  home: null,
  taxByUprn: { '999900000001': EVERY_YEAR },
  jsaWeekEndsOn: null,
  assessmentPeriodFromDay: 1,
  unmodelled: [],
};

export function listSchemes(schemes: readonly Scheme[]): readonly SchemeLine[] {
  return schemes.map((scheme) => {
    const periods = WEEK_ENDS.map((jsaWeekEndsOn) => scheme.covers({ ...NOBODY, jsaWeekEndsOn }));
    const days = (which: 'from' | 'to') => periods.map((period) => period[which]).sort();
    const [from = ''] = days('from');
    return {
      id: scheme.id,
      title: scheme.title,
      from,
      to: days('to').at(-1) ?? '',
      byBenefitWeek: new Set(days('from')).size > 1,
    };
  });
}

export function describeSchemes(lines: readonly SchemeLine[]): string {
  const rows = lines.map(({ id, title, from, to, byBenefitWeek }) => [
    id,
    title,
    from,
    `${to}${byBenefitWeek ? ', by benefit week' : ''}`,
  ]);
  return formatTable(['scheme', 'title', 'from', 'to'], rows);
}
