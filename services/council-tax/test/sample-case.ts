/** The year's tax that makes exactly £18.00 a week in 2010/11 (365 days). */
export const TAX_OF_18_POUNDS = 93_857;

/** A single claimant over 25 whose home is charged £18 a week, on income-based jobseeker's allowance. */
export function sampleCase(changes: object = {}) {
  return {
    caseReference: 'CTB-1',
    person: {
      nino: 'QQ123456C',
      surname: 'Sample',
      forename: 'Asha',
      birthDate: '1980-02-29',
      postcode: 'LU5 0AA',
    },
    uprn: '999900000017',
    from: '2010-01-04',
    household: [],
    incomes: [],
    councilTax: { annualPence: TAX_OF_18_POUNDS, liablePersons: 1, singlePersonDiscount: false },
    passport: { benefit: 'jsa-ib', from: '2010-01-04' },
    ...changes,
  };
}
