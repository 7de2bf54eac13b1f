import { createHash } from 'node:crypto';
import {
  AGREEMENT_SETS,
  AGREEMENT_STATES,
  type Agreement,
  type Approval,
  BASIS_TYPES,
  PROVISION_MARKS,
  SENDER_SEES,
} from './agreement.ts';
import { AgreementError } from './errors.ts';
import { DOCUMENT_RULES, parseReviewed } from './parse-document.ts';
import { createReader, type Reader } from './rules.ts';

/** Which fields each fact has: a file may name these and no others. */
export type FactFields = Readonly<Record<string, readonly string[]>>;

const KEYS = [
  'id',
  'version',
  'set',
  'title',
  'state',
  'from',
  'to',
  'capacities',
  'purpose',
  'basis',
  'dataProtection',
  'facts',
  'lookBackDays',
  'senderSees',
  'onwardDisclosure',
  'retentionClass',
  'validFrom',
  'validUntil',
  'reviewBy',
  'approvals',
] as const;

const NAME = {
  pattern: /^[a-z][a-z0-9-]{1,59}$/,
  rule: 'must be of small letters, digits and hyphens',
};
const AGENCY = { pattern: /^[a-z][a-z0-9-]{1,39}$/, rule: 'must be the id of an agency' };
const SHA256 = { pattern: /^[0-9a-f]{64}$/, rule: 'must be a SHA-256 in hex' };
/** Ten years: longer look-backs than any limitation period the agreements cite are slips. */
const LOOK_BACK_DAYS_MAX = 3660;
/** Each set stands under the data protection law of its time. */
const ACT_OF_SET = { '2010': 'Data Protection Act 1998', current: 'Data Protection Act 2018' };

/**
 * Reads one agreement file. `file` is its name, for the errors.
 * Throws AgreementError `agreement-invalid` with every broken rule at once (file, path, rule).
 */
export function parseAgreement(
  bytes: Uint8Array | string,
  known: { readonly file: string; readonly facts: FactFields },
): Agreement {
  const content = Buffer.from(bytes as string);
  const read = createReader(known.file);
  const document = readDocument(content, read);
  const root = read.mapping('', document, KEYS);
  const agreement = {
    ...readHead(read, root),
    basis: readBasis(read, root.basis),
    dataProtection: readDataProtection(read, root),
    facts: readFacts(read, root.facts, known.facts),
    ...readPeriod(read, root),
    approvals: read
      .items('approvals', root.approvals)
      .map((one, at) => readApproval(read, `approvals[${at}]`, one)),
    hash: createHash('sha256').update(content).digest('hex'),
    termsHash: hashTerms(document),
  };
  if (read.problems.length > 0) throw new AgreementError('agreement-invalid', read.problems);
  return agreement;
}

/** SHA-256 of the terms: the document without state and approvals, its keys sorted, as JSON. What an approval signs. */
export function hashTerms(document: unknown): string {
  const { state: _state, approvals: _approvals, ...terms } = Object(document);
  const canonical = JSON.stringify(terms, (_, value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256').update(canonical).digest('hex');
}

function readDocument(content: Buffer, read: Reader): unknown {
  const parsed = parseReviewed(content);
  if ('document' in parsed) return parsed.document;
  read.broken('', DOCUMENT_RULES[parsed.broken]);
  throw new AgreementError('agreement-invalid', read.problems, parsed.cause);
}

type Root = Record<(typeof KEYS)[number], unknown>;

function readHead(read: Reader, root: Root) {
  const from = read.texts('from', root.from, AGENCY);
  const to = read.texts('to', root.to, AGENCY);
  return {
    id: read.text('id', root.id, NAME),
    version: read.wholeNumber('version', root.version, { min: 1, max: 9999 }),
    set: read.oneOf('set', root.set, AGREEMENT_SETS),
    title: read.text('title', root.title),
    state: read.oneOf('state', root.state, AGREEMENT_STATES),
    from,
    to,
    capacities: read.texts('capacities', root.capacities, NAME),
    purpose: read.text('purpose', root.purpose, NAME),
    senderSees: read.oneOf('senderSees', root.senderSees, SENDER_SEES),
    onwardDisclosure: read.text('onwardDisclosure', root.onwardDisclosure),
    retentionClass: read.text('retentionClass', root.retentionClass, NAME),
  };
}

function readBasis(read: Reader, value: unknown): Agreement['basis'] {
  const basis = read.mapping('basis', value, ['type', 'citation', 'link', 'note', 'provisions']);
  const provisions = read.items('basis.provisions', basis.provisions).map((one, at) => {
    const path = `basis.provisions[${at}]`;
    const provision = read.mapping(path, one, ['citation', 'mark', 'link']);
    return {
      citation: read.text(`${path}.citation`, provision.citation),
      mark: read.oneOf(`${path}.mark`, provision.mark, PROVISION_MARKS),
      link: provision.link === null ? null : read.link(`${path}.link`, provision.link),
    };
  });
  return {
    type: read.oneOf('basis.type', basis.type, BASIS_TYPES),
    citation: read.text('basis.citation', basis.citation),
    link: read.link('basis.link', basis.link),
    note: read.text('basis.note', basis.note),
    provisions,
  };
}

function readDataProtection(read: Reader, root: Root): Agreement['dataProtection'] {
  const value = read.mapping('dataProtection', root.dataProtection, ['act', 'conditions']);
  const expected = root.set === 'current' ? ACT_OF_SET.current : ACT_OF_SET['2010'];
  const act = read.text('dataProtection.act', value.act);
  if (act !== expected) read.broken('dataProtection.act', `must be the ${expected} in this set`);
  return { act, conditions: read.texts('dataProtection.conditions', value.conditions) };
}

function readFacts(read: Reader, value: unknown, known: FactFields): Agreement['facts'] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    read.broken('facts', 'must be a mapping of facts to their fields');
    return {};
  }
  const granted = Object.entries(value).map(([fact, list]) => {
    const path = `facts.${fact}`;
    const fields = Object.hasOwn(known, fact) ? known[fact] : undefined;
    if (fields === undefined) read.broken(path, 'is not a fact of the bus');
    const names = read.texts(path, list);
    for (const [at, name] of names.entries()) {
      if (name.includes('*')) read.broken(`${path}[${at}]`, 'must name one field: no wildcards');
      else if (fields !== undefined && name !== '' && !fields.includes(name)) {
        read.broken(`${path}[${at}]`, `is not a field of ${fact}`);
      }
    }
    return [fact, names] as const;
  });
  if (granted.length === 0) read.broken('facts', 'must name at least one');
  return Object.fromEntries(granted);
}

function readPeriod(read: Reader, root: Root) {
  const validFrom = read.date('validFrom', root.validFrom);
  const validUntil = root.validUntil === null ? null : read.date('validUntil', root.validUntil);
  if (validUntil !== null && validUntil < validFrom) {
    read.broken('validUntil', 'must not be before validFrom');
  }
  return {
    validFrom,
    validUntil,
    reviewBy: read.date('reviewBy', root.reviewBy),
    lookBackDays: read.wholeNumber('lookBackDays', root.lookBackDays, {
      min: 0,
      max: LOOK_BACK_DAYS_MAX,
    }),
  };
}

function readApproval(read: Reader, path: string, value: unknown): Approval {
  const one = read.mapping(path, value, ['party', 'role', 'approvedOn', 'terms', 'assessment']);
  return {
    party: read.text(`${path}.party`, one.party, AGENCY),
    role: read.text(`${path}.role`, one.role),
    approvedOn: read.date(`${path}.approvedOn`, one.approvedOn),
    terms: read.text(`${path}.terms`, one.terms, SHA256),
    assessment: read.text(`${path}.assessment`, one.assessment),
  };
}
