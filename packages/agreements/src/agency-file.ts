import { createHash } from 'node:crypto';
import { AgreementError } from './errors.ts';
import type { FactFields } from './parse.ts';
import { DOCUMENT_RULES, parseReviewed } from './parse-document.ts';
import { createReader, type Reader } from './rules.ts';

/** onboarding: joining, told nothing yet. suspended: told nothing any more. */
export const AGENCY_STATES = ['onboarding', 'live', 'suspended'] as const;
export type AgencyState = (typeof AGENCY_STATES)[number];

/** bus: its own Kafka client. push: signed webhooks. pull: a mailbox. */
const TRANSPORTS = ['bus', 'push', 'pull'] as const;

/** All that an agency's tokens may be for; the bus's own scopes are not among them. */
export const AGENCY_SCOPES = [
  'changes:write',
  'changes:read',
  'interests:write',
  'interests:read',
  'consents:write',
  'consents:read',
  'why:read',
  'cases:write',
  'cases:read',
] as const;

/** Capacity → fact → the fields that the agency's programs or officers use in it. */
export type Reads = Readonly<Record<string, FactFields>>;

/** One reviewed file of `infra/agencies`: who joins the bus, in which roles, and how. */
export interface Agency {
  readonly id: string;
  readonly legalName: string;
  /** Controller in the sense of data protection law. */
  readonly controller: string;
  /** Code of the area that an authority administers; null for everybody else. */
  readonly gssCode: string | null;
  readonly privacyContact: string;
  readonly incidentContact: string;
  readonly capacities: readonly string[];
  readonly transports: readonly (typeof TRANSPORTS)[number][];
  readonly state: AgencyState;
  readonly scopes: readonly (typeof AGENCY_SCOPES)[number][];
  readonly reads: Reads;
  /** SHA-256 of the file's bytes, in hex. */
  readonly hash: string;
}

const KEYS = [
  'id',
  'legalName',
  'controller',
  'gssCode',
  'privacyContact',
  'incidentContact',
  'capacities',
  'transports',
  'state',
  'scopes',
  'reads',
] as const;

const ID = {
  pattern: /^[a-z][a-z0-9-]{1,39}$/,
  rule: 'must be of small letters, digits and hyphens',
};
const CONTACT = { pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, rule: 'must be an e-mail address' };
/** England, Northern Ireland, Scotland, Wales; the register of the Office for National Statistics. */
const GSS = { pattern: /^[ENSW]\d{8}$/, rule: 'must be a GSS code: E, N, S or W and eight digits' };
/** Clients of the bus itself: an agency of this name would speak as one of them. */
const TAKEN: readonly string[] = ['told', 'auditor', 'operator'];
/** Some pages. The gateway reads a file while others wait, and made-up nesting takes time by the square of its depth. */
const BYTES_MAX = 16_384;

/**
 * Reads one agency's file. `file` is its name, which begins with the agency's id.
 * Throws AgreementError `agency-invalid` with every broken rule at once (file, path, rule).
 */
export function parseAgency(
  bytes: Uint8Array | string,
  known: { readonly file: string; readonly facts: FactFields },
): Agency {
  const content = Buffer.from(bytes as string);
  const read = createReader(known.file);
  const root = read.mapping('', readDocument(content, read), KEYS);
  // Not a mapping at all: that each of its parts is missing would only repeat it.
  if (read.problems.some(({ path }) => path === '')) {
    throw new AgreementError('agency-invalid', read.problems);
  }
  const agency: Agency = {
    id: readId(read, root.id, known.file),
    legalName: read.text('legalName', root.legalName),
    controller: read.text('controller', root.controller),
    gssCode: root.gssCode === null ? null : read.text('gssCode', root.gssCode, GSS),
    privacyContact: read.text('privacyContact', root.privacyContact, CONTACT),
    incidentContact: read.text('incidentContact', root.incidentContact, CONTACT),
    capacities: read.texts('capacities', root.capacities, ID),
    transports: readChoices(read, 'transports', root.transports, TRANSPORTS),
    state: read.oneOf('state', root.state, AGENCY_STATES),
    scopes: readChoices(read, 'scopes', root.scopes, AGENCY_SCOPES),
    reads: readReads(read, root, known.facts),
    hash: createHash('sha256').update(content).digest('hex'),
  };
  if (read.problems.length > 0) throw new AgreementError('agency-invalid', read.problems);
  return agency;
}

function readDocument(content: Buffer, read: Reader): unknown {
  if (content.length > BYTES_MAX) {
    read.broken('', `must have at most ${BYTES_MAX} bytes`);
    throw new AgreementError('agency-invalid', read.problems);
  }
  const parsed = parseReviewed(content);
  if ('document' in parsed) return parsed.document;
  read.broken('', DOCUMENT_RULES[parsed.broken]);
  throw new AgreementError('agency-invalid', read.problems, parsed.cause);
}

function readId(read: Reader, value: unknown, file: string): string {
  const id = read.text('id', value, ID);
  if (TAKEN.includes(id)) read.broken('id', `must be none of the bus’s own: ${TAKEN.join(', ')}`);
  if (id !== '' && file !== `${id}.yaml`) read.broken('id', 'must be the name of its file');
  return id;
}

function readChoices<T extends string>(
  read: Reader,
  path: string,
  value: unknown,
  choices: readonly T[],
): readonly T[] {
  const list = read.texts(path, value);
  return list.map((one, at) => read.oneOf(`${path}[${at}]`, one, choices));
}

/** One entry for each capacity, an empty one where nothing is used yet. */
function readReads(
  read: Reader,
  root: { readonly reads: unknown; readonly capacities: unknown },
  known: FactFields,
): Reads {
  const capacities = (Array.isArray(root.capacities) ? root.capacities : []).filter(
    (one) => typeof one === 'string',
  );
  const byCapacity = read.mapping('reads', root.reads, capacities);
  return Object.fromEntries(
    capacities.map((capacity) => [
      capacity,
      readFacts(read, `reads.${capacity}`, byCapacity[capacity], known),
    ]),
  );
}

function readFacts(read: Reader, path: string, value: unknown, known: FactFields): FactFields {
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    read.broken(path, 'must be a mapping of facts to the fields used');
    return {};
  }
  return Object.fromEntries(
    Object.entries(value).map(([fact, list]) => {
      const place = `${path}.${fact}`;
      const fields = Object.hasOwn(known, fact) ? known[fact] : undefined;
      if (fields === undefined) read.broken(place, 'is not a fact of the bus');
      const names = read.texts(place, list);
      for (const [at, name] of names.entries()) {
        if (fields !== undefined && name !== '' && !fields.includes(name)) {
          read.broken(`${place}[${at}]`, `is not a field of ${fact}`);
        }
      }
      return [fact, names];
    }),
  );
}
