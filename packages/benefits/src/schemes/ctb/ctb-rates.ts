import rates201011 from '../../rates/ctb-2010-11.json' with { type: 'json' };
import type { Figure, RatesHead, Ratio } from '../../rates/rates-file.ts';

/** Council tax benefit's figures of one financial year: `rates/ctb-<year>.json`. */
export type CtbRates = RatesHead & {
  readonly period: { readonly from: string; readonly to: string; readonly source: string };
  readonly pence: Readonly<Record<keyof (typeof rates201011)['pence'], Figure>>;
  readonly secondAdult: Readonly<Record<keyof (typeof rates201011)['secondAdult'], Ratio>>;
  readonly hours: Readonly<Record<keyof (typeof rates201011)['hours'], Figure>>;
  readonly days: Readonly<Record<keyof (typeof rates201011)['days'], Figure>>;
  readonly perWeek: Readonly<Record<keyof (typeof rates201011)['perWeek'], Ratio>>;
  readonly taper: Ratio;
};
