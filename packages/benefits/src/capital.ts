import type { Capital } from './circumstances.ts';

/** All that claimant and partner have, in pence; what nobody told counts as nothing. */
export function sumCapital({ claimant, partner, couple }: Capital): number {
  return (couple ?? 0) + (claimant ?? 0) + (partner ?? 0);
}
