import type { PayPeriod } from '../../facts.ts';
import type { Figure, RatesHead, Ratio } from '../../rates/rates-file.ts';

/** A band of weekly pence, both ends included; without `to` it has no upper end. */
export type Band = {
  /** Of the council tax that is taken off. */
  readonly percent: number;
  readonly from: number;
  readonly to?: number;
  readonly source: string;
  readonly unverified?: boolean;
};

/** The bands of one kind of household. Where the last one ends, the council's page could not be read on. */
export type BandTable = Readonly<Record<string, Band>>;

/** A council's own scheme for one year: `rates/ctr-<council>.json`. */
export type CtrRates<Table extends string = string> = RatesHead & {
  readonly period: {
    readonly from: string;
    readonly to: string;
    readonly source: string;
    readonly unverified?: boolean;
  };
  readonly pence: {
    readonly earningsDisregard: Figure;
    readonly capitalLowerLimit: Figure;
    /** Absent where no page of the council says that there is one. */
    readonly capitalUpperLimit?: Figure;
  };
  readonly years: { readonly pensionAgeFrom: Figure };
  readonly perWeek: Readonly<Record<PayPeriod, Ratio>>;
  readonly bands: Readonly<Record<Table, BandTable>>;
};
