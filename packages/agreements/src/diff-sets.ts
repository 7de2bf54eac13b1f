import type { Agreement, AgreementSet } from './agreement.ts';

/** One part of an agreement that two sets have otherwise. A list says what it gained and lost, anything else what it was and is. */
export interface PartChanged {
  /** Dotted, as in the file. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What became of an agreement from one set to the other. */
export interface AgreementChanged {
  readonly agreement: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** In each set; null where it is not there. */
  readonly versions: readonly [number | null, number | null];
  readonly parts: readonly PartChanged[];
}

/**
 * What a reviewer would see of two sets, by agreement and in the order of their ids: versions that both have are compared with each other, and
 * else the newest that only one of them has with the newest that only the other has. Comments and layout are no difference. Pure.
 */
export function diffSets(before: AgreementSet, after: AgreementSet): readonly AgreementChanged[] {
  const ids = new Set([...before.agreements, ...after.agreements].map((one) => one.id));
  return [...ids]
    .sort()
    .flatMap((id) => diffVersions(versionsOf(before, id), versionsOf(after, id)));
}

const versionsOf = (set: AgreementSet, id: string): readonly Agreement[] =>
  set.agreements.filter((one) => one.id === id);

function diffVersions(
  before: readonly Agreement[],
  after: readonly Agreement[],
): readonly AgreementChanged[] {
  const isIn = (some: readonly Agreement[], { version }: Agreement): boolean =>
    some.some((one) => one.version === version);
  const pairs: (readonly [Agreement | undefined, Agreement | undefined])[] = before
    .filter((one) => isIn(after, one))
    .map((one) => [one, after.find(({ version }) => version === one.version)]);
  const gone = before.filter((one) => !isIn(after, one));
  const come = after.filter((one) => !isIn(before, one));
  for (let place = 1; place <= Math.max(gone.length, come.length); place++) {
    pairs.push([gone.at(-place), come.at(-place)]);
  }
  return pairs.flatMap(([was, is]) => diffAgreement(was, is));
}

function diffAgreement(was?: Agreement, is?: Agreement): readonly AgreementChanged[] {
  const one = is ?? was;
  if (one === undefined || was?.hash === is?.hash) return [];
  const versions = [was?.version ?? null, is?.version ?? null] as const;
  const parts = diffParts(
    was === undefined ? {} : flatten(was),
    is === undefined ? {} : flatten(is),
  );
  if (parts.length === 0) return [];
  const kind = was === undefined ? 'added' : is === undefined ? 'removed' : 'changed';
  return [{ agreement: one.id, kind, versions, parts }];
}

type Parts = Readonly<Record<string, string | readonly string[]>>;

/** Lists of names stay lists; what has parts is told by them. The hashes follow from the rest. */
function flatten({ hash: _hash, termsHash: _terms, ...agreement }: Agreement): Parts {
  const parts: Record<string, string | readonly string[]> = {};
  const visit = (value: unknown, path: string): void => {
    if (isNames(value)) parts[path] = value;
    else if (Array.isArray(value))
      for (const [at, one] of value.entries()) visit(one, `${path}[${at}]`);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, one] of Object.entries(value))
        visit(one, path === '' ? name : `${path}.${name}`);
    } else if (value !== null) parts[path] = String(value);
  };
  visit(agreement, '');
  return parts;
}

const isNames = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

function diffParts(was: Parts, is: Parts): readonly PartChanged[] {
  const paths = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return paths.flatMap((path): PartChanged[] => {
    const [before, after] = [was[path], is[path]];
    if (typeof before === 'object' || typeof after === 'object') {
      const lost = listOf(before).filter((one) => !listOf(after).includes(one));
      const gained = listOf(after).filter((one) => !listOf(before).includes(one));
      if (lost.length + gained.length === 0) return [];
      return [{ path, before: joinNames(lost), after: joinNames(gained) }];
    }
    return before === after ? [] : [{ path, before: before ?? null, after: after ?? null }];
  });
}

const listOf = (part: Parts[string] | undefined): readonly string[] =>
  part === undefined ? [] : typeof part === 'string' ? [part] : part;

const joinNames = (names: readonly string[]): string | null =>
  names.length === 0 ? null : names.join(', ');
