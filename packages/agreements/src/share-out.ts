import type { IsoDate } from './agreement.ts';
import { type ConsentStanding, type ConsentToDecide, findConsent } from './consents.ts';
import type { ChangeToDecide, RecipientDecision, Versioned } from './deciding.ts';
import { isLocating } from './protect.ts';
import type { WithheldReason } from './reasons.ts';
import type { FieldBasis, Right } from './rights.ts';

/** A right that reaches the change, and how the consent stands that it needs. */
export interface WeighedRight {
  readonly right: Right;
  readonly standing: ConsentStanding;
  readonly consent: ConsentToDecide | null;
}

const LIVE = { standing: 'live', consent: null } as const;

/** Looks up the consent that each right needs; what needs none is live. */
export function weighRights(
  rights: readonly Right[],
  consents: readonly ConsentToDecide[],
  of: { readonly recipient: string; readonly on: IsoDate },
): readonly WeighedRight[] {
  return rights.map((right) => {
    const { basis, purpose } = right.agreement;
    if (basis.type !== 'consent') return { right, ...LIVE };
    return { right, ...findConsent(consents, { ...of, purpose }) };
  });
}

interface Share {
  readonly fields: readonly FieldBasis[];
  readonly withheld: RecipientDecision['withheld'];
  readonly restsOnConsent: RecipientDecision['restsOnConsent'];
}

export const toldFields = <D extends Versioned>(change: ChangeToDecide<D>): readonly string[] =>
  change.besideFields.length === 0
    ? change.presentFields
    : [...change.presentFields, ...change.besideFields];

/**
 * Splits what was told into what some agreement names, remembering which, and the rest, remembering why. A field rests on the first right
 * that allows it, and those by consent come last: when there is no other, it rests on every consent that allows it, until the last of them
 * is withdrawn, and names an agreement for each.
 */
export function shareOut<D extends Versioned>(
  change: ChangeToDecide<D>,
  weighed: readonly WeighedRight[],
  suspended: readonly Right[],
  isProtected: boolean,
): Share {
  const fields: FieldBasis[] = [];
  const withheld: { field: string; reason: WithheldReason }[] = [];
  const onConsent = new Map<string, string[]>();
  for (const field of toldFields(change)) {
    if (isProtected && isLocating(field)) {
      withheld.push({ field, reason: 'protected' });
      continue;
    }
    const naming = weighed.filter((one) => one.right.fields.has(field));
    const allowing = chooseAllowing(naming);
    if (allowing.length === 0) {
      withheld.push({ field, reason: explain(field, naming, suspended) });
      continue;
    }
    for (const { right, consent } of allowing) {
      const basis = right.fields.get(field);
      if (basis !== undefined) fields.push(basis);
      if (consent === null) continue;
      const resting = onConsent.get(consent.consentId);
      if (resting === undefined) onConsent.set(consent.consentId, [field]);
      else resting.push(field);
    }
  }
  return {
    fields,
    withheld,
    restsOnConsent: [...onConsent].map(([consentId, resting]) => ({ consentId, fields: resting })),
  };
}

/** The first right whose standing is live; when only consents are left, the first of each of them. */
function chooseAllowing(naming: readonly WeighedRight[]): readonly WeighedRight[] {
  const live = naming.filter((one) => one.standing === 'live');
  const [first] = live;
  if (first === undefined) return [];
  if (first.consent === null) return [first];
  const byConsent = Map.groupBy(live, (one) => one.consent?.consentId);
  return [...byConsent.values()].flatMap((some) => some.slice(0, 1));
}

function explain(
  field: string,
  naming: readonly WeighedRight[],
  suspended: readonly Right[],
): WithheldReason {
  const isWithdrawn = naming.some((one) => one.standing === 'consent-withdrawn');
  if (isWithdrawn) return 'consent-withdrawn';
  if (naming.length > 0) return 'no-consent';
  const isSuspended = suspended.some((right) => right.fields.has(field));
  return isSuspended ? 'agreement-suspended' : 'not-in-agreement';
}
