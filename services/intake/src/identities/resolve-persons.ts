import type { Person } from '@told/codec';
import {
  createKeys,
  type IdentityDigests,
  type IdentityMode,
  type NinoCode,
  parseNino,
} from '@told/identity';
import type { Statement, Transaction } from '@told/service';
import { findAliases } from '../acceptance/aliases.ts';
import { forgetSubjects, lockSubjects } from '../acceptance/lock-subjects.ts';
import { SECRET_VERSION } from '../acceptance/read-change.ts';

/** An agency's case, and who it is about. */
export interface PersonAsked {
  readonly agency: string;
  readonly caseReference: string;
  readonly person: Person;
}

export type PersonResolved =
  | { readonly subjectKey: string; readonly digests: IdentityDigests; readonly state: 'final' }
  | { readonly code: NinoCode | 'nino-missing' };

/**
 * An interest outweighs what a change seemed to say, and the first interest stays: the gateway refuses to register a case for
 * another person, so the link must not move either.
 */
const LINK_CASES: Statement = {
  name: 'intake_link_cases',
  text: `INSERT INTO known_case (agency, case_reference, subject_key, by_interest)
    SELECT DISTINCT ON (agency, case_reference) agency, case_reference, subject_key, true
    FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS asked (agency, case_reference, subject_key, place)
    ORDER BY agency, case_reference, place
    ON CONFLICT (agency, case_reference) DO UPDATE SET subject_key = EXCLUDED.subject_key, by_interest = true
    WHERE NOT known_case.by_interest`,
};

/** Turns identity into keys and digests, so that no other service needs the NINO. Pure. */
export function createPersonResolver(rules: {
  readonly mode: IdentityMode;
  readonly areaSecret: string;
}): (asked: PersonAsked) => PersonResolved {
  const keys = createKeys({ secret: rules.areaSecret, version: SECRET_VERSION });
  return ({ person }) => {
    if (person.nino === null) return { code: 'nino-missing' };
    const nino = parseNino(person.nino, rules.mode);
    if (!nino.ok) return { code: nino.code };
    return {
      subjectKey: keys.subjectKey(nino.nino8),
      digests: keys.digestsOf(person),
      state: 'final',
    };
  };
}

/**
 * The persons by the keys they have always had, their cases linked to them: a number told later stands for the first one. The keys are
 * locked as when changes are accepted, so that none becomes another person's new number between the look and the link.
 */
export async function settlePersons(
  tx: Transaction,
  asked: readonly PersonAsked[],
  resolved: readonly PersonResolved[],
): Promise<readonly PersonResolved[]> {
  const keys = resolved.flatMap((one) => ('subjectKey' in one ? [one.subjectKey] : []));
  const heads = await lockSubjects(tx, keys);
  const aliases = await findAliases(tx, [...heads.keys()]);
  const settled = resolved.map((one) =>
    'subjectKey' in one
      ? { ...one, subjectKey: aliases.get(one.subjectKey) ?? one.subjectKey }
      : one,
  );
  await linkCases(tx, asked, settled);
  await forgetSubjects(tx, heads);
  return settled;
}

/** Remembers which person each case is about, so that the agency may tell changes by case reference alone. */
async function linkCases(
  tx: Transaction,
  asked: readonly PersonAsked[],
  resolved: readonly PersonResolved[],
): Promise<void> {
  const links = asked.flatMap(({ agency, caseReference }, index) => {
    const found = resolved[index];
    return found !== undefined && 'subjectKey' in found
      ? [{ agency, caseReference, subjectKey: found.subjectKey }]
      : [];
  });
  if (links.length === 0) return;
  await tx.query(LINK_CASES, [
    links.map((link) => link.agency),
    links.map((link) => link.caseReference),
    links.map((link) => link.subjectKey),
  ]);
}
