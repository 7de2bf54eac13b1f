import type { IdentityDigests } from '@told/identity';
import type { Transaction } from '@told/service';
import { type CaseName, type Cases, findCases, nameOf } from '../acceptance/cases.ts';
import { INSERT_RANDOM_KEYS, LINK_NEW_CASES } from './link-queries.ts';

/**
 * Links each of these cases to a person of its own, whose number nobody has told: under a random key, made once a case whoever asks at the
 * same moment. Answers whom the cases are about by then.
 */
export async function makeRandomKeys(
  tx: Pick<Transaction, 'query'>,
  wanted: readonly (CaseName & { readonly digests: IdentityDigests })[],
  randomSubjectKey: () => string,
): Promise<Cases> {
  const made = [...new Map(wanted.map((one) => [nameOf(one), one])).values()].map((one) => ({
    ...one,
    subjectKey: randomSubjectKey(),
  }));
  if (made.length === 0) return new Map();
  const { rows } = await tx.query<{ subjectKey: string }>(LINK_NEW_CASES, [
    made.map(({ agency }) => agency),
    made.map(({ caseReference }) => caseReference),
    made.map(({ subjectKey }) => subjectKey),
  ]);
  const linked = new Set(rows.map(({ subjectKey }) => subjectKey));
  const kept = made.filter(({ subjectKey }) => linked.has(subjectKey));
  await tx.query(INSERT_RANDOM_KEYS, [
    kept.map(({ subjectKey }) => subjectKey),
    kept.map(({ digests }) => digests.secretVersion),
    kept.map(({ digests }) => digests.birthDate),
    kept.map(({ digests }) => digests.surnamePrefix),
    kept.map(({ digests }) => digests.initial),
  ]);
  return findCases(tx, made);
}
