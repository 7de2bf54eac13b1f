import { findScheme } from '@told/benefits';
import type { CaseEntry, CaseFile, CaseRules, ToldFact } from '../src/office/case-file.ts';
import { readOpenedCase } from '../src/office/opened-case.ts';

const SCHEME = findScheme('ctb');

/** A council's rules over the smallest record: a home at £18.00 a week, and a passport. */
export const sampleRules: CaseRules = {
  agency: 'central-bedfordshire',
  benefit: 'ctb',
  schemeOf: () => SCHEME,
  toBenefitCase: (claim) => ({
    ...readOpenedCase(claim),
    awards: [{ benefit: 'jsa-ib', weeklyAmountPence: null, from: '2010-01-04' }],
    home: { uprn: '1', liablePersons: 1, singlePersonDiscount: true },
    taxByUprn: { '000000000001': { '2010/11': 93_857 } },
  }),
};

export const sampleFile: CaseFile = {
  claim: {
    caseReference: 'CTB-1',
    person: {
      ...{ nino: 'QQ123456C', surname: 'Sample', forename: 'Asha' },
      ...{ birthDate: '1980-02-29', postcode: null },
    },
    opening: { from: '2010-01-04', household: [], incomes: [] },
    revision: 0,
  },
  facts: [],
  assessment: null,
};

/** A fact that DWP supplied and used, over the bus, on Monday 5 April 2010. */
export function sampleEntry(told: Partial<ToldFact> & Pick<ToldFact, 'changeId'>): CaseEntry {
  return {
    caseReference: 'CTB-1',
    moment: { businessDate: '2010-04-05', nowMs: Date.UTC(2010, 3, 5, 9) },
    told: {
      releaseId: null,
      origin: 'bus',
      sourceAgency: 'jobcentre',
      fact: 'income',
      changeType: 'created',
      previousChangeId: null,
      occurredOn: '2010-04-19',
      notifiedOn: '2010-04-05',
      receivedOn: '2010-04-05',
      usedOn: '2010-04-05',
      usedFor: 'jsa-ib',
      evidenceLevel: 'seen',
      dutyDischarged: null,
      body: null,
      ...told,
    },
  };
}
