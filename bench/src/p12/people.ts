import { hash } from 'node:crypto';
import type { ClaimantChange, IdentityDigests } from '@told/codec';
import { changeIdOf } from '@told/identity';
import { EARNINGS, makeChange, makePerson } from '../../../services/gateway/test/people.ts';

export const PEOPLE = 1_000_000;
/** The first of them let the recipient have what rests on consent. */
export const CONSENTING = 100_000;
export const SOURCE = 'jobcentre';
export const RECIPIENT = 'central-bedfordshire';
export const CLAIM = { agency: RECIPIENT, capacity: 'ctb-claimant', prefix: 'CTB-' };
export const FORM = { agency: RECIPIENT, capacity: 'form-prefill', prefix: 'PRE-' };
export const PURPOSE = 'pre-filling-forms';
/** The source's own cases, by which it names a person. */
export const SOURCE_PREFIX = 'JSA-';
/** What only the agreement by consent gives. */
export const RESTS_ON_CONSENT = 'employer';
export const TODAY = '2010-05-13';

/** As SQL says it, over a column `n`; what is said here of a person must be the same. */
export const SQL = {
  subjectKey: `md5('person ' || n)`,
  digest: (field: string) => `md5('${field} ' || n)`,
};

/** Steps that meet every number once before they come back; each has no factor in common with what it walks over. */
const TOLD_STRIDE = 618_033;
const WITHDRAWING_STRIDE = 61_803;

/** Whom the `at`th change is about: everybody once, then everybody once more; neighbours in this order are nobody's neighbours. */
export const personTold = (at: number): number => (at * TOLD_STRIDE) % PEOPLE;

/** Who withdraws as the `at`th, of those who consented. */
export const personWithdrawing = (at: number): number => (at * WITHDRAWING_STRIDE) % CONSENTING;

const md5 = (text: string): string => hash('md5', text, 'hex');

export const digestsOf = (number: number): IdentityDigests => ({
  secretVersion: 1,
  birthDate: md5(`birthDate ${number}`),
  surnamePrefix: md5(`surnamePrefix ${number}`),
  initial: md5(`initial ${number}`),
  postcode: md5(`postcode ${number}`),
  surname: md5(`surname ${number}`),
  forename: md5(`forename ${number}`),
});

const NOBODY = makePerson(0);

/** The person starts work, once more each time. */
export function tellEarnings(number: number, sequence: number) {
  const subjectKey = md5(`person ${number}`);
  const change: Partial<ClaimantChange> = {
    subjectKey,
    changeId: changeIdOf(SOURCE, `${subjectKey}/${sequence}`),
    identityDigests: digestsOf(number),
    source: { agency: SOURCE, system: 'jsaps', caseReference: `${SOURCE_PREFIX}${number}` },
  };
  const netPence = 5_000 + ((number + sequence) % 9_000);
  return makeChange(NOBODY, sequence, change, { income: { ...EARNINGS, netPence } });
}
