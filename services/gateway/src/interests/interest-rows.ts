import type { IdentityDigests } from '@told/codec';
import type { StoredInterest } from './interest.ts';

/** The columns of an interest, named as its fields. */
export const INTEREST_COLUMNS = `interest_id AS "interestId", version, agency, capacity, case_reference AS "caseReference",
  subject_key AS "subjectKey", state, matched, secret_version AS "secretVersion", birth_date_digest AS "birthDate",
  surname_prefix_digest AS "surnamePrefix", initial_digest AS initial, postcode_digest AS postcode, surname_digest AS surname, forename_digest AS forename,
  from_on AS "from", until_on AS until, changed_at_micros AS "changedAt", asks_back_fill AS "asksBackFill"`;

export type InterestRow = Omit<StoredInterest, 'identityDigests'> & IdentityDigests;

/** What a row says, of which the digests stand side by side. */
export const gatherDigests = <R extends IdentityDigests>({
  secretVersion,
  birthDate,
  surnamePrefix,
  initial,
  postcode,
  surname,
  forename,
  ...row
}: R) => ({
  ...row,
  identityDigests: {
    secretVersion,
    birthDate,
    surnamePrefix,
    initial,
    postcode,
    surname,
    forename,
  },
});

export const readInterestRow = (row: InterestRow): StoredInterest => gatherDigests(row);
