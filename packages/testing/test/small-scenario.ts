/** The smallest scenario: a home of £21.00 a week, and a pay of £92.80 that counts from Monday 17 May 2010. */
export const SMALL_SCENARIO = `
title: Work
story: Asha starts work.
offices:
  central-bedfordshire:
    scheme: ctb-2010-11
    case:
      claimStartOn: 2010-04-05
      claimant: { birthDate: 1979-02-03 }
      home: { uprn: '17', liablePersons: 1, singlePersonDiscount: false }
      taxByUprn: { '17': { 2010/11: 109500 } }
steps:
  - id: work
    says: Asha starts work.
    by: jobcentre
    on: 2010-05-12
    notifiedOn: 2010-05-20
    income: { who: claimant, kind: employed, netPence: 9280, payPeriod: weekly, hoursPerWeek: 16 }
    expect:
      central-bedfordshire: { outcome: applied, from: 2010-05-17, overpaid: { 2010/11: 255 } }
end:
  central-bedfordshire:
    stands: [work]
    award:
      - { from: 2010-04-05, to: 2010-05-16, pence: 2100 }
      - { from: 2010-05-17, to: null, pence: 1653 }
`;
