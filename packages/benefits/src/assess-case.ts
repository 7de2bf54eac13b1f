import { assessChanges } from './assess-changes.ts';
import { openAssessedCase } from './assessed-case.ts';
import type { Assessment } from './award.ts';
import type { BenefitCase } from './benefit-case.ts';
import { findChanges } from './changes/find-changes.ts';
import type { Fact } from './facts.ts';
import { settleLateNotices } from './late-notice.ts';
import { findLiveFacts } from './live-facts.ts';
import type { Scheme } from './schemes/scheme.ts';

/**
 * The award of a case over time, from the opening state and everything told since.
 *
 * `facts` is a set: any order and any repeats give the same result. Corrections replace their
 * predecessor from the first day, annulments take it away, so that the award returns to exactly the
 * prior pennies. Whatever is not modelled, withheld or outside the scheme's dates becomes an open
 * question with its days, never a number.
 *
 * Throws BenefitsError `invalid-date` or `invalid-case` for input that validation should have refused.
 */
export function assessCase(
  scheme: Scheme,
  benefitCase: BenefitCase,
  facts: readonly Fact[],
): Assessment {
  const changes = findChanges(findLiveFacts(facts));
  const assessed = openAssessedCase(scheme, benefitCase);
  const { placed, open } = settleLateNotices(assessed, changes);
  return assessChanges(assessed, placed, open);
}
