import { type Agreement, composeSet, type Deciding, type InterestToDecide } from '../src/index.ts';
import { buildAgreement } from './build-agreement.ts';

/** Digests of these tests: who it is, under which secret. */
export interface Who {
  readonly secretVersion: number;
  readonly who: string;
}

export const SAME: Who = { secretVersion: 1, who: 'same' };
export const OTHER: Who = { secretVersion: 1, who: 'other' };

export const INTEREST: InterestToDecide<Who> = {
  interestId: '00000000-0000-4000-8000-000000000001',
  agency: 'central-bedfordshire',
  capacity: 'ctb-claimant',
  caseReference: 'CTB-1',
  state: 'final',
  matched: 'nino',
  identityDigests: SAME,
  from: '2010-04-01',
  until: null,
  wasGiven: false,
  isChainWaiting: false,
  isCurrent: true,
};

export const CHANGE: Deciding<Who>['change'] = {
  source: { agency: 'jobcentre', caseReference: 'JSA-1' },
  fact: 'income',
  changeType: 'created',
  occurredOn: '2010-05-12',
  presentFields: ['income.who', 'income.netPence'],
  besideFields: [],
  identityDigests: SAME,
  identityDigestsBefore: null,
  protectedAddress: false,
};

export function setOf(agreements: readonly Agreement[]) {
  return composeSet(
    '2010',
    agreements.map((agreement, at) => ({ file: `${at}.yaml`, agreement })),
  );
}

/** A statutory agreement, one live case, nothing held; `change` replaces parts of it. */
export function buildDeciding(change: Partial<Deciding<Who>> = {}): Deciding<Who> {
  return {
    change: CHANGE,
    interests: [INTEREST],
    agreements: setOf([buildAgreement()]),
    consents: [],
    businessDate: '2010-05-13',
    protectedSince: null,
    standingOfAgency: () => 'live',
    conflicts: (a, b) => a.who !== b.who,
    isConfirmed: () => false,
    isHeld: () => false,
    ...change,
  };
}

/** An agreement by consent for pre-filling forms. */
export const buildConsentAgreement = (change: Partial<Agreement> = {}): Agreement =>
  buildAgreement({
    id: 'by-consent',
    purpose: 'pre-filling-forms',
    hash: 'c'.repeat(64),
    basis: { ...buildAgreement().basis, type: 'consent' },
    ...change,
  });

export const CONSENT: Deciding<Who>['consents'][number] = {
  consentId: '00000000-0000-4000-8000-00000000000c',
  version: 3,
  recipient: 'central-bedfordshire',
  purpose: 'pre-filling-forms',
  action: 'given',
  on: '2010-05-01',
  until: null,
};
