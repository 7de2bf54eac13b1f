import type { Release } from '@told/codec';

/** Kinds of release that take back what another gave. */
const TAKING_BACK = ['withdrawn', 'do-not-rely', 'erased'] as const;
type TakingBackKind = (typeof TAKING_BACK)[number];

/** What a release takes back: of which release, and which of its fields. */
export interface TakingBack {
  /** The release that takes back. */
  readonly releaseId: string;
  readonly kind: TakingBackKind;
  /** The release taken back. */
  readonly takesBack: string;
  /** Dotted paths, such as `income.employer`; null: all. */
  readonly fields: readonly string[] | null;
}

export const isTakingBack = ({ kind }: Pick<Release, 'kind'>): boolean =>
  (TAKING_BACK as readonly string[]).includes(kind);

/** What a release takes back; null when it gives a value, or names nothing. `withdrawn` takes the fields that it names, the other kinds all. */
export function takingBackOf(release: Release): TakingBack | null {
  const { releaseId, kind, takesBack, withheld } = release;
  if (!isTakingBack(release) || takesBack === null) return null;
  const fields = kind === 'withdrawn' ? withheld.map(({ field }) => field) : null;
  return { releaseId, kind: kind as TakingBackKind, takesBack, fields };
}

type Body = Readonly<Record<string, unknown>>;

/** A fact's body without these fields; null when none is left that says anything. */
export function reduceBody<B extends object>(
  fact: string,
  body: B | null,
  fields: readonly string[] | null,
): B | null {
  if (body === null || fields === null) return null;
  const taken = new Set(fields);
  const left = Object.entries(body as Body).map(([name, value]) => [
    name,
    taken.has(`${fact}.${name}`) ? null : value,
  ]);
  if (left.every(([, value]) => value === null)) return null;
  return Object.fromEntries(left) as B;
}

/** The duty's reference is given and taken as a field of its fact. */
export const keepsDuty = (fact: string, fields: readonly string[] | null): boolean =>
  fields !== null && !fields.includes(`${fact}.dutyDischarged`);

/**
 * A release as it stands once some of it is taken back: the fields are null and named as withheld. With none left it is void. Taking back
 * twice is as taking back once.
 */
export function reduceRelease(
  release: Release,
  by: TakingBack & { readonly reasons?: Reasons },
): Release {
  if (release.kind !== 'value') return release;
  const { fact } = release;
  const body = release[fact] as Body | null;
  const left = reduceBody(fact, body, by.fields);
  const gone = fieldsGiven(release).filter((field) => by.fields?.includes(field) ?? true);
  // An annulment gives no field: only what takes all of it takes it back.
  const isVoid = by.fields === null || (body !== null && left === null);
  return {
    ...release,
    kind: isVoid ? 'void' : 'value',
    [fact]: left,
    dutyDischarged: isVoid || !keepsDuty(fact, by.fields) ? null : release.dutyDischarged,
    withheld: [
      ...release.withheld,
      ...gone.map((field) => ({ field, reason: by.reasons?.get(field) ?? by.kind })),
    ],
  };
}

/** Why each field is withheld, as the release that takes it back says. */
export type Reasons = ReadonlyMap<string, string>;
export const reasonsOf = ({ withheld }: Release): Reasons =>
  new Map(withheld.map(({ field, reason }) => [field, reason]));

function fieldsGiven(release: Release): readonly string[] {
  const { fact, dutyDischarged } = release;
  const body = release[fact] as Body | null;
  const given = Object.entries(body ?? {}).flatMap(([name, value]) =>
    value === null ? [] : [`${fact}.${name}`],
  );
  return dutyDischarged === null ? given : [...given, `${fact}.dutyDischarged`];
}

/**
 * What taking back means to an agency that acted on the release: with fields left, a correction of the change to them; with none, its
 * annulment. It is a notice of its own, and bears the id of the release that takes back.
 */
export function toTakenBack(taking: Release, given: Release, left: Release): Release {
  return {
    ...left,
    releaseId: taking.releaseId,
    releaseSequence: taking.releaseSequence,
    kind: taking.kind,
    changeId: taking.releaseId,
    previousChangeId: given.changeId,
    changeType: left.kind === 'void' ? 'annulled' : 'corrected',
    basis: taking.basis,
    backFill: taking.backFill,
    redeliveryOf: taking.redeliveryOf,
    takesBack: given.releaseId,
    releasedAt: taking.releasedAt,
  };
}

/** What takes back, by the release it takes from, in order. */
export type Takings = ReadonlyMap<string, readonly Release[]>;

export const gatherTakings = (releases: readonly Release[]): Takings =>
  Map.groupBy(
    releases.filter((one) => takingBackOf(one) !== null),
    ({ takesBack }) => takesBack as string,
  );

/** A release as all of these leave it. Nothing takes from another case. */
export function reduceByAll(release: Release, takings: Takings): Release {
  let left = release;
  for (const one of takings.get(release.releaseId) ?? []) {
    if (one.caseReference !== release.caseReference) continue;
    left = reduceRelease(left, { ...(takingBackOf(one) as TakingBack), reasons: reasonsOf(one) });
  }
  return left;
}
