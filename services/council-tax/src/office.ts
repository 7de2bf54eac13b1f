import { type Claim, checkOpenedCase, type Office } from '@told/agency-sdk';
import { findScheme, SCHEMES, type Scheme } from '@told/benefits';
import { addAccounts } from './accounts/council-tax-account.ts';
import { lookUpAccount, lookUpHomes, markOutside, namesHome } from './accounts/look-up-homes.ts';
import { addProperties, type Property, RECORD_PROPERTY } from './accounts/property.ts';
import { openingSchema } from './claims/opening-schema.ts';
import { listAccounts, openingOf, readClaim } from './claims/read-claim.ts';

/** A billing authority's office for council tax benefit and its successor: its rules, and what it knows of dwellings. */
export function createCouncilTaxOffice(agency: string): Office {
  return {
    agency,
    capacities: ['ctb-claimant'],
    purpose: 'council-tax-benefit',
    benefit: 'ctb',
    schemeOf: createSchemeChoice(agency),
    openingSchema,
    checkOpening: checkOpenedCase,
    toBenefitCase: readClaim,
    toBenefitFact: markOutside,
    looksUp: namesHome,
    lookUp: lookUpHomes,
    lookUpClaim: (tx, claim) => lookUpAccount(tx, openingOf(claim).uprn),
    onOpened: (tx, claims) => addAccounts(tx, claims.flatMap(listAccounts)),
    commands: {
      [RECORD_PROPERTY]: (tx, bodies) => addProperties(tx, bodies as readonly Property[]),
    },
    ownTables: ['council_tax_account', 'outside_dwelling'],
  };
}

/** Council tax benefit ended on 31 March 2013; of the councils' own schemes since, those from this day on are known here. */
const OWN_SCHEME_FROM = '2020-04-01';

/** A claim belongs to the scheme under which it was made: the council's own, or council tax benefit. */
function createSchemeChoice(agency: string): (claim: Claim) => Scheme {
  const benefit = findScheme('ctb');
  const own = SCHEMES.find(({ id }) => id === `ctr-${agency}`) ?? benefit;
  return (claim) => (openingOf(claim).from >= OWN_SCHEME_FROM ? own : benefit);
}
