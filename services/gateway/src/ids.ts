import { nameUuid } from '@told/identity';

// Namespaces drawn once at random. Ids are named by what they stand for, so that deciding again after a restore names the same
// decisions and releases again, and the readers' sequences see duplicates instead of forks. They must never change.
const DECISIONS = Buffer.from('7f0c1a3be5d24f8c9a5516c2d47e0b91', 'hex');
const RELEASES = Buffer.from('c2b9e7d04a1f4d63b8f3590e71ac28d5', 'hex');
const INTERESTS = Buffer.from('38d6f4a19be74c0f8e21a7c5d90b3f64', 'hex');

export const decisionIdOf = (changeId: string, run: number): string =>
  nameUuid(DECISIONS, `${changeId}/${run}`);

export const releaseIdOf = (decisionId: string, interestId: string): string =>
  nameUuid(RELEASES, `${decisionId}/${interestId}`);

/** No part but the case reference, the last one, may hold a slash. */
export const interestIdOf = (agency: string, capacity: string, caseReference: string): string =>
  nameUuid(INTERESTS, `${agency}/${capacity}/${caseReference}`);
