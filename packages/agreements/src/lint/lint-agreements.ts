import type { AgreementSet } from '../agreement.ts';
import type { Finding } from './finding.ts';
import { lintFields } from './lint-fields.ts';
import { lintStanding } from './lint-standing.ts';
import { lintUse } from './lint-use.ts';
import type { Linting } from './linting.ts';

/**
 * Everything a reviewer should look at in a set that parses, errors first. Drafts and ended agreements give nothing, so only their fields and
 * parties are looked at. Pure.
 */
export function lintAgreements(set: AgreementSet, linting: Linting): readonly Finding[] {
  const live = set.agreements.filter((one) => one.state !== 'ended');
  const findings = [
    ...live.flatMap((one) => [...lintFields(one, linting), ...lintStanding(one, linting.on)]),
    ...lintUse(set, linting),
  ];
  const errors = findings.filter((one) => one.severity === 'error');
  return [...errors, ...findings.filter((one) => one.severity === 'warning')];
}
