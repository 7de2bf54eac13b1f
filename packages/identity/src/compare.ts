import type { IdentityDigests } from './keys.ts';

export type Verdict = 'equal' | 'different' | 'unknown';

export interface Comparison {
  /** True: the two may be different people, so nothing moves until a person has looked. */
  readonly conflict: boolean;
  readonly verdicts: Readonly<
    Record<'birthDate' | 'surnamePrefix' | 'initial' | 'postcode', Verdict>
  >;
}

/**
 * Compares what two offices believe of one NINO. HMRC's rule wants birth date, three letters of the surname and the initial to agree:
 * a known difference in one of them is a conflict; a postcode may differ, since people move. A field that one side did not tell is unknown
 * and no conflict. Digests of different secret versions cannot be compared, which counts as a conflict: fail closed.
 */
export function compareDigests(a: IdentityDigests, b: IdentityDigests): Comparison {
  const comparable = a.secretVersion === b.secretVersion;
  const judge = (one: string | null, other: string | null): Verdict => {
    if (!comparable || one === null || other === null) return 'unknown';
    return one === other ? 'equal' : 'different';
  };
  const verdicts = {
    birthDate: judge(a.birthDate, b.birthDate),
    surnamePrefix: judge(a.surnamePrefix, b.surnamePrefix),
    initial: judge(a.initial, b.initial),
    postcode: judge(a.postcode, b.postcode),
  };
  const conflict =
    !comparable ||
    verdicts.birthDate === 'different' ||
    verdicts.surnamePrefix === 'different' ||
    verdicts.initial === 'different';
  return { conflict, verdicts };
}
