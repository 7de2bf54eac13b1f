import { fieldsOf, minimise } from '@told/agreements';
import { type ChangeBody, NO_FACTS, type Release } from '@told/codec';

/** An agreement and the fields that it gave of a release. */
export interface GivenBasis {
  readonly agreement: string;
  readonly version: number;
  readonly fields: readonly string[];
}

/** Nothing is told of how well a value is known that is not told itself. */
export const NO_EVIDENCE: Release['evidence'] = { level: 'self-declared', documents: [] };

/**
 * The release without these fields, in the same place: they are named in `withheld` with the reason, and agreements that gave nothing
 * else are no basis any more. With nothing left it is void. Undefined when it holds none of the fields. Pure.
 */
export function withholdFields(
  release: Release,
  wanted: { readonly fields: readonly string[]; readonly reason: string },
  given: readonly GivenBasis[],
): Release | undefined {
  const held = heldFields(release);
  const taken = held.filter((field) => wanted.fields.includes(field));
  if (taken.length === 0) return undefined;
  const left = held.filter((field) => !taken.includes(field));
  if (left.length === 0) return voidRelease(release, wanted.reason);
  const dutyField = `${release.fact}.dutyDischarged`;
  return {
    ...release,
    ...minimise(factsOf(release), left),
    dutyDischarged: left.includes(dutyField) ? release.dutyDischarged : null,
    basis: release.basis.filter((one) =>
      given.some(
        ({ agreement, version, fields }) =>
          agreement === one.agreement &&
          version === one.version &&
          fields.some((field) => left.includes(field)),
      ),
    ),
    withheld: [...release.withheld, ...nameWithheld(taken, wanted.reason)],
  };
}

/** The release with nothing but its place, its dates and the names of what it held. Pure. */
export function voidRelease(release: Release, reason: string): Release {
  return {
    ...release,
    ...NO_FACTS,
    kind: 'void',
    dutyDischarged: null,
    usedOn: null,
    usedFor: null,
    evidence: NO_EVIDENCE,
    basis: [],
    withheld: [...release.withheld, ...nameWithheld(heldFields(release), reason)],
  };
}

export const nameWithheld = (fields: readonly string[], reason: string): Release['withheld'] =>
  fields.map((field) => ({ field, reason }));

/** Dotted names of the fields that the release gives. */
function heldFields(release: Release): readonly string[] {
  const told = fieldsOf(release.fact, factsOf(release));
  return release.dutyDischarged === null ? told : [...told, `${release.fact}.dutyDischarged`];
}

function factsOf(release: Release): ChangeBody {
  const facts = Object.keys(NO_FACTS) as (keyof typeof NO_FACTS)[];
  return Object.fromEntries(facts.map((fact) => [fact, release[fact]])) as unknown as ChangeBody;
}
