import type { Agreement } from '@told/agreements';

export const ADVICE = 'giving-advice';

/** Lets forms be filled in under a second consent too, for another purpose, that allows some of the same fields. */
export const addSecondConsent = (agreement: Agreement): Agreement =>
  agreement.id === 'dwp-to-council-partner'
    ? {
        ...{ ...agreement, purpose: ADVICE, capacities: ['form-prefill'] },
        basis: { ...agreement.basis, type: 'consent' },
      }
    : agreement;
