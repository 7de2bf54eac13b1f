import {
  type ChangeBody,
  checkChange,
  type Fact,
  jsonSchemaFor,
  NO_FACTS,
  type SubmittedChange,
} from '@told/codec';
import {
  type AreaSecret,
  changeIdOf,
  createKeyring,
  createMac,
  type IdentityDigests,
  type IdentityMode,
  type Keyring,
  type Mac,
  type ParsedNino,
  parseNino,
  type RefusedNino,
} from '@told/identity';
import type { FieldError } from '@told/service';
import { createCanonicalWriter } from './canonical-text.ts';

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
  /** The keys that the person's number may be known by, oldest first; null: named by the agency's case reference alone. */
  readonly subjectKeys: readonly string[] | null;
  /** The same of a new number, told of the identity; null unless one is told. */
  readonly newSubjectKeys: readonly string[] | null;
  readonly digests: IdentityDigests;
  /** Under the area secret before the newest; null: there is none. */
  readonly digestsBefore: IdentityDigests | null;
  /** As if nothing had been told: for what the bus tells because of this change. */
  readonly digestsOfNobody: IdentityDigests;
  readonly change: Omit<SubmittedChange, 'person' | Fact>;
  readonly body: ChangeBody;
  /** Keyed digest of all that was told, to tell a repetition from a reused key. */
  readonly contentMac: Buffer;
  /** The same under earlier area secrets: what was told before a rotation may be repeated after it. */
  readonly earlierMacs: readonly Buffer[];
}

export interface ReadRules {
  readonly mode: IdentityMode;
  /** Newest last. */
  readonly areaSecrets: readonly AreaSecret[];
  /** Business date. */
  today(): string;
}

export type ReadOutcome =
  | { readonly ok: true; readonly value: ReadChange }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

/** Reads what was told: every rule that needs no database, all faults at once. Pointers are relative to the change. */
export function createChangeReader(rules: ReadRules): (told: ToldChange) => ReadOutcome {
  const keys = createKeyring(rules.areaSecrets);
  const digestsOfNobody = keys.digestsOf({});
  const macs = rules.areaSecrets.map(({ secret }) => createMac(Buffer.from(secret as string)));
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
    if (change.changeType === 'created' && isSameNumber(nino, newNino)) {
      errors.push({ pointer: '/identity/newNino', code: 'nino-unchanged' });
    }
    if (nino === null && change.caseReference === null) {
      errors.push({ pointer: '/person', code: 'person-unknown' });
    }
    if (errors.length > 0) return { ok: false, errors };
    const [contentMac, ...earlierMacs] = macsOf(change, macs);
    return {
      ok: true,
      value: {
        agency,
        traceparent,
        changeId: changeIdOf(agency, idempotencyKey),
        subjectKeys: nino?.ok ? keys.subjectKeys(nino.nino8) : null,
        newSubjectKeys: newNino?.ok ? keys.subjectKeys(newNino.nino8) : null,
        digests: keys.digestsOf(person ?? {}),
        digestsBefore: keys.digestsBefore(person ?? {}),
        digestsOfNobody,
        change: rest,
        body: { ...told, identity: digestIdentity(told.identity, newNino, keys) },
        contentMac: contentMac as Buffer,
        earlierMacs,
      },
    };
  };
}

const isSameNumber = (...[one, other]: readonly (ParsedNino | RefusedNino | null)[]): boolean =>
  one?.ok === true && other?.ok === true && one.nino8 === other.nino8;

type Told = Pick<SubmittedChange, Fact>;

const FACT_NAMES = Object.keys(NO_FACTS);
const ENVELOPE_NAMES = Object.keys(
  jsonSchemaFor('SubmittedChange')['properties'] as Readonly<Record<string, unknown>>,
).filter((name) => !FACT_NAMES.includes(name));

/** The change's own fields, and the records of facts among them. */
function splitChange(change: SubmittedChange): {
  readonly envelope: Omit<SubmittedChange, Fact>;
  readonly told: Told;
} {
  return {
    envelope: pick(change, ENVELOPE_NAMES) as Omit<SubmittedChange, Fact>,
    told: pick(change, FACT_NAMES) as Told,
  };
}

function pick(change: SubmittedChange, names: readonly string[]): unknown {
  const all = change as unknown as Readonly<Record<string, unknown>>;
  const picked: Record<string, unknown> = {};
  for (const name of names) picked[name] = all[name] ?? null;
  return picked;
}

/** What is told of an identity, as it may travel: the new number has become a keyed digest. */
function digestIdentity(
  told: SubmittedChange['identity'],
  newNino: ParsedNino | RefusedNino | null,
  keys: Keyring,
): ChangeBody['identity'] {
  if (told === null) return null;
  const { formerNames, birthDate, reason } = told;
  const newNinoDigest = newNino?.ok ? keys.ninoDigest(newNino.nino8) : null;
  return { newNinoDigest, formerNames, birthDate, reason };
}

const writeCanonical = createCanonicalWriter(jsonSchemaFor('SubmittedChange'));

/** Keyed digests of the whole change, newest secret first. */
function macsOf(change: SubmittedChange, macs: readonly Mac[]): readonly Buffer[] {
  const text = writeCanonical(change);
  return macs.map((mac) => Buffer.from(mac(text), 'hex')).reverse();
}
