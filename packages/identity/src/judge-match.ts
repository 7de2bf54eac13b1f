import { type DigestsTold, judgeDigest, pairDigests, type Verdict } from './compare.ts';

const FIELDS = [
  'birthDate',
  'surname',
  'surnamePrefix',
  'forename',
  'initial',
  'postcode',
] as const;

export type MatchVerdicts = Readonly<Record<(typeof FIELDS)[number], Verdict>>;

/**
 * How sure it is that two tellings are about one person.
 * - 1: the same number, and by HMRC's rule no difference: final.
 * - 2: surname, forename, birth date and postcode all equal: provisional where exactly one person is found so, and a person must look.
 * - 3: something fuzzier, or the same number with a difference: only a person may say.
 * - null: nothing that a person should be asked about.
 */
export type MatchRung = 1 | 2 | 3 | null;

export interface Match {
  readonly rung: MatchRung;
  readonly verdicts: MatchVerdicts;
}

/** Which fields, all equal, are worth a person's look although the rest differs or is not known. */
const WORTH_A_LOOK = [
  ['birthDate', 'surnamePrefix'],
  ['birthDate', 'postcode'],
  ['surnamePrefix', 'postcode', 'initial'],
] as const;

/**
 * The matching ladder (HMRC's rule for a number, Verify's for particulars). `sameNumber`: both sides were told under one NINO-8, which
 * digests alone cannot say. Digests under different secrets say nothing, so that only the number is left, and a person must look.
 */
export function judgeMatch(a: DigestsTold, b: DigestsTold, sameNumber = false): Match {
  const pair = pairDigests(a, b);
  const verdicts = Object.fromEntries(
    FIELDS.map((field) => [
      field,
      pair === null ? 'unknown' : judgeDigest(pair[0][field], pair[1][field]),
    ]),
  ) as MatchVerdicts;
  const isEqual = (...fields: readonly (keyof MatchVerdicts)[]): boolean =>
    fields.every((field) => verdicts[field] === 'equal');
  if (sameNumber) {
    const differs = [verdicts.birthDate, verdicts.surnamePrefix, verdicts.initial].includes(
      'different',
    );
    return { rung: pair === null || differs ? 3 : 1, verdicts };
  }
  if (isEqual('surname', 'forename', 'birthDate', 'postcode')) return { rung: 2, verdicts };
  const isFuzzy = WORTH_A_LOOK.some((fields) => isEqual(...fields));
  return { rung: isFuzzy ? 3 : null, verdicts };
}
