import rates201011 from '../../rates/jsa-ib-2010-11.json' with { type: 'json' };
import type { Figure, RatesHead, Ratio } from '../../rates/rates-file.ts';

/** Income-based jobseeker's allowance's figures of one year: `rates/jsa-ib-<year>.json`. */
export type JsaIbRates = RatesHead & {
  readonly period: {
    readonly firstWeekBeginsOnOrAfter: string;
    readonly nextSchemeWeekBeginsOnOrAfter: string;
    readonly source: string;
  };
  readonly pence: Readonly<Record<keyof (typeof rates201011)['pence'], Figure>>;
  readonly hours: Readonly<Record<keyof (typeof rates201011)['hours'], Figure>>;
  readonly perWeek: Readonly<Record<keyof (typeof rates201011)['perWeek'], Ratio>>;
};
