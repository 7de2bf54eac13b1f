import { type Agreement, type AgreementSet, type IsoDate, wouldBeInForce } from './agreement.ts';

/** Between whom, about what: the four things an agreement is looked up by. */
export interface Disclosure {
  readonly source: string;
  readonly recipient: string;
  readonly capacity: string;
  readonly fact: string;
}

/** A field's allowance: which agreement file gives it. */
export interface FieldBasis {
  readonly field: string;
  readonly agreement: string;
  readonly version: number;
  readonly hash: string;
}

/** One agreement in force, as it applies to one disclosure. */
export interface Right {
  readonly agreement: Agreement;
  /** Dotted field → its basis. */
  readonly fields: ReadonlyMap<string, FieldBasis>;
}

/** What the set says of one disclosure on one day. */
export interface Rights {
  readonly inForce: readonly Right[];
  /** What would be in force if it were not suspended. */
  readonly suspended: readonly Right[];
}

interface Cache {
  on: IsoDate;
  rights: Map<string, Rights>;
}

/** Bounds the memory that interests with made-up capacities could take; far above agencies × capacities × facts. */
const CACHED_MAX = 10_000;
const caches = new WeakMap<AgreementSet, Cache>();

/** The agreements of the set in force on the day for this disclosure; none means that nothing may be given. */
export function rightsFor(
  set: AgreementSet,
  on: IsoDate,
  disclosure: Disclosure,
): readonly Right[] {
  return allRightsFor(set, on, disclosure).inForce;
}

/** The same, with those that are suspended apart. Misses are remembered too. */
export function allRightsFor(set: AgreementSet, on: IsoDate, disclosure: Disclosure): Rights {
  let cache = caches.get(set);
  if (cache === undefined || cache.on !== on || cache.rights.size >= CACHED_MAX) {
    cache = { on, rights: new Map() };
    caches.set(set, cache);
  }
  const { source, recipient, capacity, fact } = disclosure;
  const key = `${source}\n${recipient}\n${capacity}\n${fact}`;
  let rights = cache.rights.get(key);
  if (rights === undefined) {
    rights = findRights(set, on, disclosure);
    cache.rights.set(key, rights);
  }
  return rights;
}

function findRights(set: AgreementSet, on: IsoDate, disclosure: Disclosure): Rights {
  const signed = set.agreements.filter(
    (one) => isAbout(one, disclosure) && wouldBeInForce(one, on),
  );
  const rights = signed.map((agreement) => describeRight(agreement, disclosure.fact));
  // What needs nobody's consent comes first: a field rests on a consent only if nothing else allows it.
  const sorted = [
    ...rights.filter(({ agreement }) => agreement.basis.type !== 'consent'),
    ...rights.filter(({ agreement }) => agreement.basis.type === 'consent'),
  ];
  return {
    inForce: sorted.filter(({ agreement }) => agreement.state === 'in-force'),
    suspended: sorted.filter(({ agreement }) => agreement.state === 'suspended'),
  };
}

/** The agreement for this disclosure that ran out last before the day; undefined: none did. For whoever asks why there is no basis. */
export function findExpired(
  set: AgreementSet,
  on: IsoDate,
  disclosure: Disclosure,
): { readonly agreement: Agreement; readonly lastDay: IsoDate } | undefined {
  return set.agreements
    .flatMap((agreement) => {
      const { validUntil: lastDay } = agreement;
      const hasRunOut = lastDay !== null && lastDay < on && wouldBeInForce(agreement, lastDay);
      return hasRunOut && isAbout(agreement, disclosure) ? [{ agreement, lastDay }] : [];
    })
    .sort((a, b) => (a.lastDay < b.lastDay ? 1 : -1))[0];
}

const isAbout = (one: Agreement, { source, recipient, capacity, fact }: Disclosure): boolean =>
  one.from.includes(source) &&
  one.to.includes(recipient) &&
  one.capacities.includes(capacity) &&
  Object.hasOwn(one.facts, fact);

function describeRight(agreement: Agreement, fact: string): Right {
  const { id, version, hash } = agreement;
  const fields = (agreement.facts[fact] ?? []).map((name) => {
    const field = `${fact}.${name}`;
    return [field, { field, agreement: id, version, hash }] as const;
  });
  return { agreement, fields: new Map(fields) };
}
