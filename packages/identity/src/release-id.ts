import { nameUuid } from './name-uuid.ts';

// Namespaces drawn once at random. Ids are named by what they stand for, so that deciding again after a restore names the same releases again, and
// whoever knows a release knows what would take it back. They must never change.
const RELEASES = Buffer.from('c2b9e7d04a1f4d63b8f3590e71ac28d5', 'hex');
const TAKINGS_BACK = Buffer.from('0efae5849994ff3f307bde3e93e6ab4c', 'hex');

/** `of` is the interest; of those that take several releases back, all but the last, the release that is taken back. */
export const releaseIdOf = (decisionId: string, of: string): string =>
  nameUuid(RELEASES, `${decisionId}/${of}`);

/** Of the release that takes another one back, wholly or some of its fields. */
export const takingBackIdOf = (
  releaseId: string,
  kind: string,
  fields: readonly string[],
): string => nameUuid(TAKINGS_BACK, [releaseId, kind, ...[...fields].sort()].join('/'));
