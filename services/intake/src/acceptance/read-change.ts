import { createHmac } from 'node:crypto';
import {
  type ChangeBody,
  checkChange,
  type Fact,
  NO_FACTS,
  type SubmittedChange,
} from '@told/codec';
import {
  changeIdOf,
  createKeys,
  type IdentityDigests,
  type IdentityKeys,
  type IdentityMode,
  type ParsedNino,
  parseNino,
  type RefusedNino,
} from '@told/identity';
import type { FieldError } from '@told/service';
import canonicalize from 'canonicalize';

/** A change as an agency tells it: fields that it left out are null. */
export interface ToldChange {
  readonly agency: string;
  readonly idempotencyKey: string;
  readonly change: SubmittedChange;
  /** W3C trace context of the request or record it came in. */
  readonly traceparent?: string | undefined;
}

/** A change that breaks no rule by itself. Identity has become keys and digests; the NINO is gone. */
export interface ReadChange extends Pick<ToldChange, 'agency' | 'traceparent'> {
  readonly changeId: string;
  /** Null: the person is named by the agency's case reference alone. */
  readonly subjectKey: string | null;
  /** The key that a new number, told of the identity, would have as a person's own; null unless one is told. */
  readonly newSubjectKey: string | null;
  readonly digests: IdentityDigests;
  readonly change: Omit<SubmittedChange, 'person' | Fact>;
  readonly body: ChangeBody;
  /** Keyed digest of all that was told, to tell a repetition from a reused key. */
  readonly contentMac: Buffer;
}

export interface ReadRules {
  readonly mode: IdentityMode;
  readonly areaSecret: string;
  /** Business date. */
  today(): string;
}

export type ReadOutcome =
  | { readonly ok: true; readonly value: ReadChange }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

/** The area secret's version; rotation adds the next one. */
export const SECRET_VERSION = 1;

/** Reads what was told: every rule that needs no database, all faults at once. Pointers are relative to the change. */
export function createChangeReader(rules: ReadRules): (told: ToldChange) => ReadOutcome {
  const keys = createKeys({ secret: rules.areaSecret, version: SECRET_VERSION });
  return ({ agency, idempotencyKey, change, traceparent }) => {
    const { envelope, told } = splitChange(change);
    const { person, ...rest } = envelope;
    const errors: FieldError[] = checkChange(change, rules.today());
    const nino = person?.nino == null ? null : parseNino(person.nino, rules.mode);
    if (nino !== null && !nino.ok) errors.push({ pointer: '/person/nino', code: nino.code });
    const newNino =
      told.identity?.newNino == null ? null : parseNino(told.identity.newNino, rules.mode);
    if (newNino !== null && !newNino.ok) {
      errors.push({ pointer: '/identity/newNino', code: newNino.code });
    }
    if (nino === null && change.caseReference === null) {
      errors.push({ pointer: '/person', code: 'person-unknown' });
    }
    if (errors.length > 0) return { ok: false, errors };
    return {
      ok: true,
      value: {
        agency,
        traceparent,
        changeId: changeIdOf(agency, idempotencyKey),
        subjectKey: nino?.ok ? keys.subjectKey(nino.nino8) : null,
        newSubjectKey: newNino?.ok ? keys.subjectKey(newNino.nino8) : null,
        digests: keys.digestsOf(person ?? {}),
        change: rest,
        body: { ...told, identity: digestIdentity(told.identity, newNino, keys) },
        contentMac: createHmac('sha256', rules.areaSecret).update(canonicalText(change)).digest(),
      },
    };
  };
}

type Told = Pick<SubmittedChange, Fact>;

/** The change's own fields, and the records of facts among them. */
function splitChange(change: SubmittedChange): {
  readonly envelope: Omit<SubmittedChange, Fact>;
  readonly told: Told;
} {
  const isFact = (name: string): boolean => name in NO_FACTS;
  const pick = (wanted: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(change).filter(([name]) => wanted(name)));
  return {
    envelope: pick((name) => !isFact(name)) as unknown as Omit<SubmittedChange, Fact>,
    told: { ...NO_FACTS, ...pick(isFact) } as Told,
  };
}

/** What is told of an identity, as it may travel: the new number has become a keyed digest. */
function digestIdentity(
  told: SubmittedChange['identity'],
  newNino: ParsedNino | RefusedNino | null,
  keys: IdentityKeys,
): ChangeBody['identity'] {
  if (told === null) return null;
  const { formerNames, birthDate, reason } = told;
  const newNinoDigest = newNino?.ok ? keys.ninoDigest(newNino.nino8) : null;
  return { newNinoDigest, formerNames, birthDate, reason };
}

/** RFC 8785, nulls left out: a field that is null and one that is missing are the same to an agency. */
function canonicalText(change: SubmittedChange): string {
  return canonicalize(withoutNulls(change)) ?? '';
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const told: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) {
    if (field !== null && field !== undefined) told[name] = withoutNulls(field);
  }
  return told;
}
