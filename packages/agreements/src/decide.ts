import type { IsoDate } from './agreement.ts';
import type {
  ChangeToDecide,
  Deciding,
  InterestToDecide,
  RecipientDecision,
  Versioned,
} from './deciding.ts';
import { isThirdParty } from './protect.ts';
import type { Reason, WithheldReason } from './reasons.ts';
import { allRightsFor, type FieldBasis, type Right } from './rights.ts';
import { shareOut, toldFields, type WeighedRight, weighRights } from './share-out.ts';

/** Raised whenever the same inputs may be answered differently, so that a repeated decision can tell why it differs; a test says when. */
export const ENGINE_VERSION = '4';

const NOBODY: RecipientDecision = {
  agency: null,
  capacity: null,
  caseReference: null,
  interestId: null,
  verdict: 'refused',
  reason: 'no-interest',
  matched: 'none',
  fields: [],
  withheld: [],
  basis: [],
  takesBack: false,
  consents: [],
  restsOnConsent: [],
};

/**
 * The gateway's answer for one change and every recipient: one entry an interest, in the order given, or one refusal without a recipient.
 * Default deny: a field is given only if an agreement in force on the business date names it. Pure.
 */
export function decide<D extends Versioned>(deciding: Deciding<D>): readonly RecipientDecision[] {
  if (deciding.interests.length === 0) return [NOBODY];
  // A hold also holds what this very change would give to the same case in another capacity.
  const held = new Set<string>();
  const caseOf = (agency: string, caseReference: string) => `${agency}/${caseReference}`;
  const withHolds: Deciding<D> = {
    ...deciding,
    isHeld: (agency, caseReference) =>
      held.has(caseOf(agency, caseReference)) || deciding.isHeld(agency, caseReference),
  };
  return deciding.interests.map((interest) => {
    const decision = decideFor(withHolds, interest);
    if (decision.verdict === 'hold') held.add(caseOf(interest.agency, interest.caseReference));
    return decision;
  });
}

function decideFor<D extends Versioned>(
  deciding: Deciding<D>,
  interest: InterestToDecide<D>,
): RecipientDecision {
  const { change } = deciding;
  const { agency, caseReference } = interest;
  const isOwn = agency === change.source.agency && caseReference === change.source.caseReference;
  if (isOwn) return answer(interest, 'own', 'own-case');
  const closed = refuseRecipient(deciding, interest);
  if (closed !== null) return refuse(deciding, interest, closed);

  const rights = allRightsFor(deciding.agreements, deciding.businessDate, {
    source: change.source.agency,
    recipient: agency,
    capacity: interest.capacity,
    fact: change.fact,
  });
  if (rights.inForce.length > 0) return decideByRights(deciding, interest, rights);
  if (rights.suspended.length === 0) {
    return refuse(deciding, interest, 'no-basis', { withheld: withholdAll(change, 'no-basis') });
  }
  const { withheld } = shareOut(change, [], rights.suspended, false);
  return refuse(deciding, interest, 'agreement-suspended', { withheld });
}

/** What closes the door before any agreement is read. */
function refuseRecipient<D extends Versioned>(
  deciding: Deciding<D>,
  interest: InterestToDecide<D>,
): Reason | null {
  if (interest.state === 'refused') return 'match-rejected';
  if (!interest.isCurrent) return 'no-interest';
  if (deciding.change.isErased === true) return 'erased';
  const standing = deciding.standingOfAgency(interest.agency);
  if (standing === 'suspended') return 'agency-suspended';
  return standing === 'live' ? null : 'agency-not-live';
}

function decideByRights<D extends Versioned>(
  deciding: Deciding<D>,
  interest: InterestToDecide<D>,
  rights: { readonly inForce: readonly Right[]; readonly suspended: readonly Right[] },
): RecipientDecision {
  const { change, businessDate } = deciding;
  const isTimely = (right: Right): boolean => reaches(interest, right, change.occurredOn);
  const timely = rights.inForce.filter(isTimely);
  if (timely.length === 0) return refuse(deciding, interest, 'outside-period');
  const isProtected = change.protectedAddress || deciding.protectedSince !== null;
  if (isProtected && isThirdParty(interest.capacity)) {
    return refuse(deciding, interest, 'protected', { withheld: withholdAll(change, 'protected') });
  }
  const of = { recipient: interest.agency, on: businessDate };
  const weighed = weighRights(timely, deciding.consents, of);
  const consents = listConsents(weighed);
  const suspended = rights.suspended.filter(isTimely);
  const share = shareOut(change, weighed, suspended, isProtected);
  const { fields, withheld, restsOnConsent } = share;
  const usable = weighed.filter((one) => one.standing === 'live').map((one) => one.right);
  if (usable.length === 0) {
    const isWithdrawn = weighed.some((one) => one.standing === 'consent-withdrawn');
    const reason = isWithdrawn ? 'consent-withdrawn' : 'no-consent';
    return refuse(deciding, interest, reason, { withheld, consents });
  }
  // Judged on the fact's own fields: an annulment has none, and must reach whoever was given what it annuls.
  if (fields.length === 0 && change.presentFields.length > 0) {
    return refuse(deciding, interest, 'no-field', { withheld, consents });
  }
  const held = findHold(deciding, interest);
  if (held !== null) return { ...answer(interest, 'hold', held), withheld, consents };
  return {
    ...answer(interest, withheld.length > 0 ? 'trimmed' : 'release', null),
    fields,
    withheld,
    basis: nameBasis(fields, usable),
    consents,
    restsOnConsent,
  };
}

function findHold<D extends Versioned>(
  deciding: Deciding<D>,
  interest: InterestToDecide<D>,
): Reason | null {
  const { change } = deciding;
  if (interest.state !== 'final') return 'match-unconfirmed';
  // Digests under another secret say nothing: nothing to compare with counts as a conflict.
  const told = [change.identityDigests, change.identityDigestsBefore].find(
    (one) => one?.secretVersion === interest.identityDigests.secretVersion,
  );
  const isConflict =
    told === undefined || told === null || deciding.conflicts(told, interest.identityDigests);
  if (isConflict && !deciding.isConfirmed(interest.interestId)) return 'match-unconfirmed';
  return deciding.isHeld(interest.agency, interest.caseReference) ? 'behind-hold' : null;
}

/** The period is compared with the day it occurred, not with today: a late notice about a closed case still creates an overpayment. */
function reaches<D extends Versioned>(
  interest: InterestToDecide<D>,
  right: Right,
  occurredOn: IsoDate,
): boolean {
  if (interest.until !== null && occurredOn > interest.until) return false;
  if (occurredOn >= interest.from) return true;
  return occurredOn >= addDays(interest.from, -right.agreement.lookBackDays);
}

const DAY_MS = 86_400_000;

function addDays(date: IsoDate, days: number): IsoDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

function listConsents(weighed: readonly WeighedRight[]): RecipientDecision['consents'] {
  const versions = new Map(
    weighed.flatMap(({ consent }) =>
      consent === null ? [] : [[consent.consentId, consent.version] as const],
    ),
  );
  return [...versions].map(([consentId, version]) => ({ consentId, version }));
}

function nameBasis(
  fields: readonly FieldBasis[],
  usable: readonly Right[],
): RecipientDecision['basis'] {
  const used = new Set(fields.map((one) => one.hash));
  return usable
    .filter(({ agreement }) => used.size === 0 || used.has(agreement.hash))
    .map(({ agreement: { id, version, hash } }) => ({ agreement: id, version, hash }));
}

function withholdAll<D extends Versioned>(
  change: ChangeToDecide<D>,
  reason: WithheldReason,
): RecipientDecision['withheld'] {
  return toldFields(change).map((field) => ({ field, reason }));
}

/**
 * Nothing is given; whoever was given an ancestor of a correction or annulment is still told not to rely on it, if it is an agency at all.
 * While an ancestor waits, the refusal waits behind it: else what it corrects would be given after it, and stand.
 */
function refuse<D extends Versioned>(
  deciding: Deciding<D>,
  interest: InterestToDecide<D>,
  reason: Reason,
  more: Partial<Pick<RecipientDecision, 'withheld' | 'consents'>> = {},
): RecipientDecision {
  const { agency, caseReference } = interest;
  const { changeType } = deciding.change;
  const isAboutAncestors = changeType === 'corrected' || changeType === 'annulled';
  // A past recipient whose case is about somebody else waits for nothing here.
  const waits = isAboutAncestors && interest.isCurrent && interest.isChainWaiting;
  if (waits && deciding.isHeld(agency, caseReference)) {
    return { ...answer(interest, 'hold', 'behind-hold'), ...more };
  }
  const takesBack =
    interest.wasGiven && isAboutAncestors && deciding.standingOfAgency(agency) !== 'unknown';
  return { ...answer(interest, 'refused', reason), ...more, takesBack };
}

function answer<D extends Versioned>(
  interest: InterestToDecide<D>,
  verdict: RecipientDecision['verdict'],
  reason: Reason | null,
): RecipientDecision {
  const { agency, capacity, caseReference, interestId, matched } = interest;
  const who = { agency, capacity, caseReference, interestId, matched };
  return { ...NOBODY, ...who, verdict, reason };
}
