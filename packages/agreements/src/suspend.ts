import type { AgreementSet } from './agreement.ts';

/**
 * The set with these agreements (all versions of each id) suspended: what they allowed is refused as `agreement-suspended`. The hash stays:
 * the files are the same. Keep the result, for as long as the same ids are suspended: what is in force is remembered for each set.
 */
export function suspend(set: AgreementSet, suspended: ReadonlySet<string>): AgreementSet {
  const isSuspended = set.agreements.some((one) => suspended.has(one.id));
  if (!isSuspended) return set;
  const agreements = set.agreements.map((one) =>
    suspended.has(one.id) && one.state === 'in-force'
      ? { ...one, state: 'suspended' as const }
      : one,
  );
  return { ...set, agreements };
}
