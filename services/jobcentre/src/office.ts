import { type Claim, checkOpenedCase, type Office, readOpenedCase } from '@told/agency-sdk';
import {
  assessCase,
  type BenefitCase,
  findScheme,
  type IsoDate,
  jsaWeekEndsOn,
} from '@told/benefits';
import { openingSchema } from './claims/opening-schema.ts';
import { tellAwards } from './notices/award-notices.ts';
import { findTransitions } from './notices/plan-notices.ts';

const AGENCY = 'jobcentre';
const BENEFIT = 'jsa-ib';
/** All years joined: an award runs on over 1 April. */
const SCHEME = findScheme('jsa-ib');

/** JobCentre Plus' office for income-based jobseeker's allowance. What becomes of its awards is told to the bus. */
export const jobcentreOffice: Office = {
  agency: AGENCY,
  capacities: ['jsa-claimant'],
  purpose: 'jobseekers-allowance',
  benefit: BENEFIT,
  schemeOf: () => SCHEME,
  openingSchema,
  checkOpening: checkOpenedCase,
  toBenefitCase: readClaim,
  onTaken: (tx, steps) => tellAwards(tx, TELLER, steps),
  ownTables: ['award_notice'],
};

const TELLER = { agency: AGENCY, benefit: BENEFIT, findRoutineDays } as const;

function findRoutineDays(claim: Claim): readonly IsoDate[] {
  const benefitCase = readClaim(claim);
  const asOpened = assessCase(SCHEME, benefitCase, []);
  const changes = findTransitions(asOpened).filter(({ action }) => action === 'change');
  return [...SCHEME.ratesChangeOn(benefitCase), ...changes.map(({ on }) => on)];
}

function readClaim(claim: Claim): BenefitCase {
  return { ...readOpenedCase(claim), jsaWeekEndsOn: jsaWeekEndsOn(lastDigitsOf(claim)) };
}

/** The last two of the number's six digits. */
function lastDigitsOf({ person }: Claim): number {
  const digits = (person.nino ?? '').replaceAll(/[^0-9]/g, '');
  return Number(digits.slice(-2));
}
