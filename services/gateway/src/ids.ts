import { type IdentityDigests, nameUuid } from '@told/identity';

export { releaseIdOf, takingBackIdOf } from '@told/identity';

// Namespaces drawn once at random. Ids are named by what they stand for, so that deciding again after a restore names the same
// decisions and releases again, and the readers' sequences see duplicates instead of forks. They must never change.
const DECISIONS = Buffer.from('7f0c1a3be5d24f8c9a5516c2d47e0b91', 'hex');
const INTERESTS = Buffer.from('38d6f4a19be74c0f8e21a7c5d90b3f64', 'hex');
const CONSENTS = Buffer.from('7adcf5ce714b2d7262cb8c34088caaf4', 'hex');
const SUSPENSIONS = Buffer.from('42ffd692b346324bf9c3a3fdbb148f61', 'hex');
const DIGESTS = Buffer.from('5be1c9d2f07a4e36a8c4d19b62f30e75', 'hex');
const MATCH_REVIEWS = Buffer.from('51a922680dc46fbd5e9bf25b8306cd76', 'hex');

export const decisionIdOf = (changeId: string, run: number): string =>
  nameUuid(DECISIONS, `${changeId}/${run}`);

/** No part but the case reference, the last one, may hold a slash. */
export const interestIdOf = (agency: string, capacity: string, caseReference: string): string =>
  nameUuid(INTERESTS, `${agency}/${capacity}/${caseReference}`);

/** Of the record that tells this version of an interest. */
export const interestVersionIdOf = (interestId: string, version: number): string =>
  nameUuid(INTERESTS, `${interestId}/${version}`);

export const consentIdOf = (subjectKey: string, recipient: string, purpose: string): string =>
  nameUuid(CONSENTS, `${subjectKey}/${recipient}/${purpose}`);

/** Of the record that tells this version of a consent. */
export const consentVersionIdOf = (consentId: string, version: number): string =>
  nameUuid(CONSENTS, `${consentId}/${version}`);

/** Of what happened at this version of the suspensions. */
export const suspensionIdOf = (version: number): string => nameUuid(SUSPENSIONS, String(version));

/** Of a set of digests: what a person confirmed of one set says nothing of another. */
export const digestKeyOf = (digests: IdentityDigests): string => {
  const { secretVersion, birthDate, surnamePrefix, initial, postcode, surname, forename } = digests;
  const parts = [secretVersion, birthDate, surnamePrefix, initial, postcode, surname, forename];
  return nameUuid(DIGESTS, parts.map((one) => one ?? '').join('/'));
};

/** Of the question whether a case is about a subject of whom these digests were told. */
export const matchReviewIdOf = (
  interestId: string,
  subjectKey: string,
  digestKey: string,
): string => nameUuid(MATCH_REVIEWS, `${interestId}/${subjectKey}/${digestKey}`);
