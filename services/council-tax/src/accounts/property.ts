import { financialYearOf, type IsoDate } from '@told/benefits';
import type { FieldError, JsonSchema, Transaction } from '@told/service';
import { type Account, addAccounts } from './council-tax-account.ts';
import { addOutside, type OutsideDwelling } from './outside-dwelling.ts';

/** The journal's name of the command. */
export const RECORD_PROPERTY = 'record-property';

/** The form of a financial year: `2010/11`. */
export const FINANCIAL_YEAR = '^20[0-9]{2}/[0-9]{2}$';
/** The first year that there are rates for: what was recorded without a year is of this one. */
export const FIRST_FINANCIAL_YEAR = '2010/11';

/** One line of POST /v1/properties/bulk. */
export const propertySchema: JsonSchema = {
  title: 'Property',
  description: 'A dwelling that this authority charges, or one in another authority’s area.',
  type: 'object',
  additionalProperties: false,
  required: ['uprn'],
  properties: {
    uprn: { type: 'string', pattern: '^[0-9]{1,12}$', examples: ['999900000025'] },
    annualPence: {
      type: 'integer',
      minimum: 0,
      maximum: 100_000_000,
      description: 'What this authority charges for the year, before discounts, in pence.',
      examples: [120_000],
    },
    financialYear: {
      type: 'string',
      pattern: FINANCIAL_YEAR,
      description: 'The year of annualPence; left out, the one of the business date.',
      examples: ['2010/11'],
    },
    authority: {
      type: 'string',
      pattern: '^[ENSW][0-9]{8}$',
      description: 'Instead of a tax: the other authority’s GSS code.',
      examples: ['E06000032'],
    },
  },
};

export interface Property {
  readonly uprn: string;
  readonly annualPence?: number;
  readonly financialYear?: string;
  readonly authority?: string;
}

/** What the schema cannot say: a dwelling is charged here or lies elsewhere. */
export function checkProperty({ annualPence, financialYear, authority }: Property) {
  const detail = 'Either annualPence, with or without financialYear, or authority.';
  const isOne = (annualPence === undefined) !== (authority === undefined);
  const isElsewhere = authority !== undefined && financialYear !== undefined;
  const faults: FieldError[] =
    isOne && !isElsewhere ? [] : [{ pointer: '', code: 'shape', detail }];
  return faults;
}

/** The same as it goes into the journal, with its year. */
export function completeProperty(property: Property, businessDate: IsoDate): Property {
  if (property.annualPence === undefined || property.financialYear !== undefined) return property;
  return { ...property, financialYear: financialYearOf(businessDate).label };
}

/** Derives accounts and outside dwellings from what was recorded. */
export async function addProperties(
  tx: Transaction,
  properties: readonly Property[],
): Promise<void> {
  const accounts: Account[] = [];
  const outside: OutsideDwelling[] = [];
  for (const { uprn, annualPence, authority, financialYear = FIRST_FINANCIAL_YEAR } of properties) {
    if (annualPence !== undefined) accounts.push({ uprn, financialYear, annualPence });
    if (authority !== undefined) outside.push({ uprn, authority });
  }
  await addAccounts(tx, accounts);
  await addOutside(tx, outside);
}
