import { isThirdParty } from '@told/agreements';
import type { EntryKind, Facts } from '../entries/entry.ts';
import { formatMicros } from '../timeline/describe-item.ts';
import type { EntryRow } from '../timeline/queries.ts';

type Part = Readonly<Record<string, unknown>>;
type Describe = (facts: Facts, row: EntryRow) => Part | undefined;

/**
 * What an entry of the ledger says to the person it is about. Of a case in which somebody else is the claimant no reference is given, and what
 * was done in a case without naming the person is left out: it may be about somebody else of the household. Pure.
 */
export function* describeEntry(row: EntryRow, changeId?: string): Generator<Part> {
  const { facts, subject } = JSON.parse(row.text) as {
    readonly facts: Facts;
    readonly subject?: string;
  };
  const part =
    row.kind === 'action' && subject === undefined ? undefined : DESCRIBE[row.kind]?.(facts, row);
  if (part === undefined) return;
  const of = changeId === undefined ? {} : { changeId };
  yield { ...part, ...of, at: formatMicros(row.at), ledgerId: row.ledgerId, entry: row.index };
}

const DESCRIBE: Readonly<Partial<Record<EntryKind, Describe>>> = {
  decision: (facts) => ({
    ...{ part: 'decided', cause: facts['cause'] },
    recipients: listOf(facts['recipients']).map((one) => ({
      ...pick(one, ['agency', 'capacity', 'verdict', 'reason', 'releaseId']),
      basis: one['basis'] ?? [],
      withheld: one['withheld'] ?? [],
    })),
  }),
  outcome: (facts) => ({
    part: 'answered',
    ...pick(facts, ['agency', 'releaseId', 'kind', 'reason']),
  }),
  interest: (facts, { caseReferences }) => ({
    part: 'case',
    ...pick(facts, ['agency', 'capacity', 'action', 'state']),
    caseReference: isThirdParty(String(facts['capacity'])) ? null : (caseReferences?.[0] ?? null),
  }),
  consent: (facts) => ({
    part: 'consent',
    ...pick(facts, ['recipient', 'purpose', 'action', 'recordedBy']),
  }),
  // By whom at an office is its officer’s data.
  action: (facts) => ({ part: 'done', ...pick(facts, ['action', 'origin']) }),
};

const listOf = (value: Facts[string] | undefined): readonly Facts[] =>
  Array.isArray(value) ? (value as readonly Facts[]) : [];

const pick = (facts: Facts, names: readonly string[]): Part =>
  Object.fromEntries(names.map((name) => [name, facts[name] ?? null]));
