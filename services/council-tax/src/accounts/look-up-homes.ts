import type { Addition, CaseEntry, CaseFact, LookedUp } from '@told/agency-sdk';
import type { Fact } from '@told/benefits';
import type { Transaction } from '@told/service';
import { findAccounts, pad } from './council-tax-account.ts';
import { findOutside } from './outside-dwelling.ts';

/** Whether a fact moves somebody to a home that this authority may know. */
export const namesHome = (entry: CaseEntry): boolean => uprnMovedTo(entry) !== null;

/** What this authority knows of the home moved to: what it charges for it, or in whose area it lies. */
export async function lookUpHomes(
  tx: Transaction,
  entries: readonly CaseEntry[],
): Promise<readonly LookedUp[]> {
  const uprns = entries.map(uprnMovedTo);
  const wanted = uprns.filter((uprn) => uprn !== null);
  const taxes = await findAccounts(tx, wanted);
  const outside = await findOutside(
    tx,
    wanted.filter((uprn) => !taxes.has(uprn)),
  );
  return uprns.map((uprn): LookedUp => {
    if (uprn === null) return { addition: null };
    const taxByYear = taxes.get(uprn);
    if (taxByYear !== undefined) return { addition: { uprn, taxByYear } };
    const authority = outside.get(uprn);
    return { addition: authority === undefined ? null : { uprn, authority } };
  });
}

/** What the accounts say by now of the home that a claim was made for: a year's tax may have come after the claim. */
export async function lookUpAccount(tx: Transaction, home: string): Promise<Addition | null> {
  const uprn = pad(home);
  const taxByYear = (await findAccounts(tx, [uprn])).get(uprn);
  return taxByYear === undefined ? null : { uprn, taxByYear };
}

function uprnMovedTo({ told: { body } }: CaseEntry): string | null {
  return body !== null && 'toUprn' in body && body.toUprn !== null ? pad(body.toUprn) : null;
}

const isOutside = (addition: Addition | null): boolean =>
  typeof addition?.['authority'] === 'string';

/** A move to a dwelling of another authority's area ends the claim here, whichever of its days was told. */
export function markOutside(ruled: Fact, { addition }: Pick<CaseFact, 'addition'>): Fact {
  if (ruled.fact !== 'address' || ruled.body === null || !isOutside(addition)) return ruled;
  const { movedInOn, movedOutOn } = ruled.body;
  const day = movedInOn ?? movedOutOn ?? ruled.occurredOn;
  return { ...ruled, body: { ...ruled.body, movedInOn: day, isOutsideArea: true } };
}
