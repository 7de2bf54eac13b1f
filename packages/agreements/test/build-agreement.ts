import type { Agreement } from '../src/index.ts';

/** A signed statutory agreement from jobcentre to the council about income, in force from April 2010; `change` replaces parts of it. */
export function buildAgreement(change: Partial<Agreement> = {}): Agreement {
  const made: Agreement = {
    id: 'example',
    version: 1,
    set: '2010',
    title: 'Example',
    state: 'in-force',
    from: ['jobcentre'],
    to: ['central-bedfordshire'],
    capacities: ['ctb-claimant'],
    purpose: 'example',
    basis: {
      type: 'statutory',
      citation: 'An Act',
      link: 'https://law.example',
      note: 'none',
      provisions: [],
    },
    dataProtection: { act: 'Data Protection Act 1998', conditions: ['one'] },
    facts: { income: ['who', 'netPence'] },
    lookBackDays: 0,
    senderSees: 'nothing',
    onwardDisclosure: 'none',
    retentionClass: 'benefit-case',
    validFrom: '2010-04-01',
    validUntil: null,
    reviewBy: '2011-03-31',
    approvals: [],
    hash: 'a'.repeat(64),
    termsHash: 'b'.repeat(64),
    ...change,
  };
  const parties = [...new Set([...made.from, ...made.to])];
  const approvals = parties.map((party) => ({
    party,
    role: 'Director',
    approvedOn: '2010-03-01',
    terms: made.termsHash,
    assessment: 'PIA-1',
  }));
  return { ...made, approvals: change.approvals ?? approvals };
}
