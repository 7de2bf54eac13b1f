import { type Claim, checkOpenedCase, type Office, readOpenedCase } from '@told/agency-sdk';
import { type BenefitCase, findScheme, jsaWeekEndsOn } from '@told/benefits';
import { openingSchema } from './claims/opening-schema.ts';
import { clearNotices, tellAwards } from './notices/award-notices.ts';

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
  onTaken: (tx, steps) => tellAwards(tx, { agency: AGENCY, benefit: BENEFIT }, steps),
  clear: clearNotices,
};

function readClaim(claim: Claim): BenefitCase {
  return { ...readOpenedCase(claim), jsaWeekEndsOn: jsaWeekEndsOn(lastDigitsOf(claim)) };
}

/** The last two of the number's six digits. */
function lastDigitsOf({ person }: Claim): number {
  const digits = (person.nino ?? '').replaceAll(/[^0-9]/g, '');
  return Number(digits.slice(-2));
}
