import { parse } from 'yaml';
import { hashTerms } from '../src/index.ts';

/** What the files of these tests may name. */
export const FACTS = { income: ['who', 'kind', 'netPence', 'employer'], address: ['toLines'] };

const TERMS = `id: example-ctb
version: 1
set: '2010'
title: An example
state: in-force
from: [jobcentre]
to: [central-bedfordshire]
capacities: [ctb-claimant]
purpose: administering-council-tax-benefit
basis:
  type: statutory
  citation: SI 2007/2911 reg 2
  link: https://www.legislation.gov.uk/uksi/2007/2911/contents/made
  note: none
  provisions:
    - { citation: SI 2007/2911 reg 2, mark: law, link: null }
dataProtection:
  act: Data Protection Act 1998
  conditions: [Schedule 2]
facts:
  income: [who, netPence]
lookBackDays: 31
senderSees: nothing
onwardDisclosure: none
retentionClass: benefit-case
validFrom: 2010-04-01
validUntil: null
reviewBy: 2011-03-31
`;

/** An agreement file signed by both parties in March 2010. */
export const AGREEMENT_TEXT = `${TERMS}approvals:
${['jobcentre', 'central-bedfordshire']
  .map(
    (party) => `  - party: ${party}
    role: Director
    approvedOn: 2010-03-15
    terms: ${hashTerms(parse(TERMS))}
    assessment: PIA-1
`,
  )
  .join('')}`;
