import type { IdentityDigests } from './keys.ts';

export type Verdict = 'equal' | 'different' | 'unknown';

export interface Comparison {
  /** True: the two may be different people, so nothing moves until a person has looked. */
  readonly conflict: boolean;
  readonly verdicts: Readonly<
    Record<'birthDate' | 'surnamePrefix' | 'initial' | 'postcode', Verdict>
  >;
}

/** Digests of one telling: under one area secret, or under several while secrets are rotated (now, and before if there was one). */
export type DigestsTold = IdentityDigests | readonly (IdentityDigests | null)[];

/**
 * Compares what two offices believe of one NINO. HMRC's rule wants birth date, three letters of the surname and the initial to agree:
 * a known difference in one of them is a conflict; a postcode may differ, since people move. A field that one side did not tell is unknown
 * and no conflict. Of digests under several secrets, the newest pair under the same one is compared; where there is none, nothing can be
 * compared, which counts as a conflict: fail closed.
 */
export function compareDigests(a: DigestsTold, b: DigestsTold): Comparison {
  const pair = pairDigests(a, b);
  const judge = (field: keyof Comparison['verdicts']): Verdict =>
    pair === null ? 'unknown' : judgeDigest(pair[0][field], pair[1][field]);
  const verdicts = {
    birthDate: judge('birthDate'),
    surnamePrefix: judge('surnamePrefix'),
    initial: judge('initial'),
    postcode: judge('postcode'),
  };
  const conflict =
    pair === null ||
    verdicts.birthDate === 'different' ||
    verdicts.surnamePrefix === 'different' ||
    verdicts.initial === 'different';
  return { conflict, verdicts };
}

/** The newest digests of both sides that were made under the same secret; null: there are none. */
export function pairDigests(
  a: DigestsTold,
  b: DigestsTold,
): readonly [IdentityDigests, IdentityDigests] | null {
  const others = list(b);
  const pairs = list(a).flatMap((one) => {
    const other = others.find(({ secretVersion }) => secretVersion === one.secretVersion);
    return other === undefined ? [] : [[one, other] as const];
  });
  const newestFirst = pairs.sort(([one], [other]) => other.secretVersion - one.secretVersion);
  return newestFirst[0] ?? null;
}

export function judgeDigest(one: string | null, other: string | null): Verdict {
  if (one === null || other === null) return 'unknown';
  return one === other ? 'equal' : 'different';
}

const isSeveral = (told: DigestsTold): told is readonly (IdentityDigests | null)[] =>
  Array.isArray(told);

const list = (told: DigestsTold): readonly IdentityDigests[] =>
  isSeveral(told) ? told.filter((one) => one !== null) : [told];
