import {
  type CaseEntry,
  type CaseFact,
  type Claim,
  checkOpenedCase,
  type LookedUp,
  type Office,
  readOpenedCase,
} from '@told/agency-sdk';
import { type BenefitCase, ctb201011 } from '@told/benefits';
import type { Transaction } from '@told/service';
import {
  type Account,
  addAccounts,
  clearAccounts,
  findAccounts,
  pad,
} from './accounts/council-tax-account.ts';
import { RECORD_PROPERTY } from './accounts/record-properties.ts';
import { type CouncilOpening, openingSchema } from './claims/opening-schema.ts';

/** A billing authority's council tax benefit office: its rules, and the accounts that tell it what a home is charged. */
export function createCouncilTaxOffice(agency: string): Office {
  return {
    agency,
    capacities: ['ctb-claimant'],
    purpose: 'council-tax-benefit',
    benefit: 'ctb',
    schemeOf: () => ctb201011,
    openingSchema,
    checkOpening: checkOpenedCase,
    toBenefitCase: readClaim,
    lookUp: lookUpHomes,
    onOpened: (tx, claims) => addAccounts(tx, claims.map(accountOf)),
    commands: {
      [RECORD_PROPERTY]: (tx, bodies) => addAccounts(tx, bodies as readonly Account[]),
    },
    clear: clearAccounts,
  };
}

const openingOf = ({ opening }: Claim): CouncilOpening => opening as unknown as CouncilOpening;

function accountOf(claim: Claim): Account {
  const { uprn, councilTax } = openingOf(claim);
  return { uprn, annualPence: councilTax.annualPence };
}

function readClaim(claim: Claim, facts: readonly CaseFact[]): BenefitCase {
  const { uprn, councilTax, passport } = openingOf(claim);
  const { annualPence, liablePersons, singlePersonDiscount } = councilTax;
  const taxes = facts.flatMap(({ addition }) =>
    addition === null ? [] : [[String(addition['uprn']), Number(addition['annualPence'])] as const],
  );
  return {
    ...readOpenedCase(claim),
    awards: passport === null ? [] : [{ ...passport, weeklyAmountPence: null }],
    home: { uprn, liablePersons, singlePersonDiscount },
    // The claim's own account last: a move back is charged as before.
    annualTaxPenceByUprn: Object.fromEntries([...taxes, [pad(uprn), annualPence]]),
  };
}

/** The tax of the home moved to, as this authority's accounts have it. */
async function lookUpHomes(
  tx: Transaction,
  entries: readonly CaseEntry[],
): Promise<readonly LookedUp[]> {
  const uprns = entries.map(uprnMovedTo);
  const taxes = await findAccounts(
    tx,
    uprns.filter((uprn) => uprn !== null),
  );
  return uprns.map((uprn) => {
    if (uprn === null) return { addition: null, missing: false };
    const annualPence = taxes.get(uprn);
    return annualPence === undefined
      ? { addition: null, missing: true }
      : { addition: { uprn, annualPence }, missing: false };
  });
}

function uprnMovedTo({ told: { body } }: CaseEntry): string | null {
  return body !== null && 'toUprn' in body && body.toUprn !== null ? pad(body.toUprn) : null;
}
