import { type Agreement, type AgreementSet, type IsoDate, standingOf } from './agreement.ts';

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

interface Cache {
  on: IsoDate;
  rights: Map<string, readonly Right[]>;
}

/** Bounds the memory that interests with made-up capacities could take; far above agencies × capacities × facts. */
const CACHED_MAX = 10_000;
const caches = new WeakMap<AgreementSet, Cache>();

/** The agreements of the set in force on the day for this disclosure; none means that nothing may be given. Misses are remembered too. */
export function rightsFor(
  set: AgreementSet,
  on: IsoDate,
  disclosure: Disclosure,
): readonly Right[] {
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

function findRights(set: AgreementSet, on: IsoDate, disclosure: Disclosure): readonly Right[] {
  return set.agreements
    .filter(
      (one) =>
        one.from.includes(disclosure.source) &&
        one.to.includes(disclosure.recipient) &&
        one.capacities.includes(disclosure.capacity) &&
        Object.hasOwn(one.facts, disclosure.fact) &&
        standingOf(one, on) === 'in-force',
    )
    .map((agreement) => ({
      agreement,
      fields: new Map(
        (agreement.facts[disclosure.fact] ?? []).map((name) => {
          const field = `${disclosure.fact}.${name}`;
          const { id, version, hash } = agreement;
          return [field, { field, agreement: id, version, hash }];
        }),
      ),
    }));
}
