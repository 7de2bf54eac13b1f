import { hashLeaf } from '@told/ledger';
import { type ExportRow, instantOf } from '@told/service';
import type { EntryKind, Facts } from '../entries/entry.ts';

/** One row for each entry; one for each recipient of a decision. */
export const ENTRY_COLUMNS = [
  ...['index', 'part', 'at', 'kind', 'agency', 'what', 'reason', 'fact'],
  ...[
    'changeId',
    'decisionId',
    'releaseId',
    'otherId',
    'agreements',
    'fields',
    'withheld',
    'actor',
  ],
  ...['topic', 'partition', 'offset', 'digest', 'leaf'],
] as const;

interface Entry {
  readonly index: number;
  readonly kind: EntryKind;
  /** Microseconds. */
  readonly at?: number;
  readonly facts: Facts;
  readonly source?: Facts;
}

/**
 * An entry for a spreadsheet: the same columns whatever it is about, so that one table holds them all. What is left out stands in the ledger,
 * to which `index` and `leaf` lead. Of an agency alone: its rows.
 */
export function describeRows(text: string, agency?: string): readonly ExportRow[] {
  const entry = JSON.parse(text) as Entry;
  const { index, kind, at, facts, source = {} } = entry;
  const parts = (DESCRIBE[kind] ?? describeOther)(facts);
  const ends = { ...pick(source, ['topic', 'partition', 'offset', 'digest']), leaf: leafOf(text) };
  const time = at === undefined ? null : instantOf(at);
  return parts
    .map((part, place) => ({ index, part: place + 1, at: time, kind, ...part, ...ends }))
    .filter((row) => agency === undefined || ('agency' in row && row.agency === agency));
}

const leafOf = (text: string): string => hashLeaf(Buffer.from(text)).toString('base64');

type Describe = (facts: Facts) => readonly ExportRow[];

const describeOther: Describe = () => [{}];

const DESCRIBE: Readonly<Partial<Record<EntryKind, Describe>>> = {
  change: (facts) => [
    { ...pick(facts, ['agency', 'fact', 'changeId']), what: textOf(facts['changeType']) },
  ],
  decision: describeDecision,
  outcome: (facts) => [
    { ...pick(facts, ['agency', 'releaseId', 'reason']), what: textOf(facts['kind']) },
  ],
  interest: (facts) => [
    {
      ...pick(facts, ['agency']),
      what: textOf(facts['action']),
      otherId: textOf(facts['interestId']),
    },
  ],
  consent: (facts) => [
    {
      agency: textOf(facts['recipient']),
      what: textOf(facts['action']),
      otherId: textOf(facts['consentId']),
    },
  ],
  suspension: (facts) => [
    {
      what: textOf(facts['action']),
      otherId: `${textOf(facts['target'])} ${textOf(facts['id'])}`,
    },
  ],
  action: (facts) => [
    {
      ...pick(facts, ['actor']),
      agency: textOf(facts['origin']),
      what: textOf(facts['action']),
      otherId: textOf(facts['target'] ?? facts['recordId'] ?? null),
    },
  ],
  'dead-letter': (facts) => [
    {
      agency: textOf(facts['origin']),
      what: textOf(facts['cause']),
      otherId: `${textOf(facts['topic'])}/${textOf(facts['partition'])}/${textOf(facts['offset'])}`,
    },
  ],
};

function describeDecision(facts: Facts): readonly ExportRow[] {
  const ids = pick(facts, ['changeId', 'decisionId']);
  const recipients = listOf(facts['recipients']);
  if (recipients.length === 0) return [ids];
  return recipients.map((one) => {
    const basis = listOf(one['basis']);
    return {
      ...ids,
      ...pick(one, ['agency', 'reason', 'releaseId']),
      what: textOf(one['verdict']),
      agreements: basis
        .map((of) => `${textOf(of['agreement'])}@${textOf(of['version'])}`)
        .join(' '),
      fields: basis.flatMap((of) => of['fields'] ?? []).join(' '),
      withheld: listOf(one['withheld'])
        .map((of) => `${textOf(of['reason'])}: ${[of['fields'] ?? []].flat().join(' ')}`)
        .join('; '),
    };
  });
}

const listOf = (value: Facts[string] | undefined): readonly Facts[] =>
  Array.isArray(value) ? (value as readonly Facts[]) : [];

const textOf = (value: Facts[string] | undefined): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null;

const pick = (facts: Facts, names: readonly string[]): ExportRow =>
  Object.fromEntries(names.map((name) => [name, textOf(facts[name])]));
