import { isDeepStrictEqual } from 'node:util';
import type { Decision } from '@told/codec';
import type { DecidedChange, DecidedRecipient } from '../decisions/decide-changes.ts';
import type { ToldChange } from '../decisions/read-changes.ts';
import { describeGiven, describeWithheld, hashRecord } from '../decisions/write-decisions.ts';
import type { Recorded, RecordedDecision, RecordedRecipient } from './read-recorded.ts';

/**
 * What deciding again came to. `engine`: another version of the rules decides otherwise, or names itself in the record; nothing else is
 * different. `fields` are names, never values; `record` when only the record's bytes differ.
 */
export interface Compared {
  readonly kind: 'equal' | 'engine' | 'different';
  readonly fields: readonly string[];
}

/** Compares what is on record with the decision made again by its own inputs: the record byte for byte, and the rows by what they say. */
export function compareThen(
  recorded: Recorded,
  decided: DecidedChange,
  encode: (decision: Decision) => Buffer,
): Compared {
  const { decision } = recorded;
  const named = [
    ...compareFields('', describeRow(decision), describeDecided(decided)),
    ...compareRecipients(recorded.recipients, decided.recipients),
  ];
  // What another engine says of itself is no difference between the answers.
  const record = encode({ ...decided.decision, engineVersion: decision.engineVersion });
  const isEqual = hashRecord(record).toString('hex') === decision.recordHash;
  const isSameEngine = decided.decision.engineVersion === decision.engineVersion;
  const fields = named.length === 0 && !isEqual ? ['record'] : named;
  if (!isSameEngine) return { kind: 'engine', fields: ['engineVersion', ...fields] };
  return { kind: fields.length === 0 ? 'equal' : 'different', fields };
}

type Named = Readonly<Record<string, unknown>>;

const compareFields = (prefix: string, was: Named, now: Named): readonly string[] =>
  Object.keys(was).flatMap((name) =>
    isDeepStrictEqual(was[name], now[name]) ? [] : [`${prefix}${name}`],
  );

/** What the row says of the change itself, too: it must be what the log says. */
const describeRow = (row: RecordedDecision): Named => ({
  decisionId: row.decisionId,
  subjectKey: row.subjectKey,
  changeSequence: row.changeSequence,
  rootChangeId: row.rootChangeId,
  protectedSince: row.protectedSince,
  ...describeOrigin(row),
});

function describeDecided({ ask: { told }, decision }: DecidedChange): Named {
  const { decisionId, subjectKey, changeSequence, rootChangeId, protectedSince } = decision;
  return {
    ...{ decisionId, subjectKey, changeSequence, rootChangeId, protectedSince },
    ...describeOrigin({ ...told.change, sourceAgency: told.change.source.agency }),
  };
}

type Origin = Pick<ToldChange['change'], 'previousChangeId' | 'occurredOn' | 'usedOn'> & {
  readonly fact: string;
  readonly changeType: string;
  readonly sourceAgency: string;
  readonly usedFor: string | null;
  readonly notifiedOn: string;
  readonly receivedOn: string;
};

const describeOrigin = (origin: Origin): Named => ({
  sourceAgency: origin.sourceAgency,
  fact: origin.fact,
  changeType: origin.changeType,
  previousChangeId: origin.previousChangeId,
  occurredOn: origin.occurredOn,
  notifiedOn: origin.notifiedOn,
  receivedOn: origin.receivedOn,
  usedOn: origin.usedOn,
  usedFor: origin.usedFor,
});

function compareRecipients(
  was: readonly RecordedRecipient[],
  now: readonly DecidedRecipient[],
): readonly string[] {
  if (was.length !== now.length) return ['recipients'];
  return was.flatMap((row, index) => {
    const again = now[index];
    if (again === undefined) return [];
    return compareFields(`recipients[${index}].`, describeRecorded(row), describeAgain(again));
  });
}

const describeRecorded = (row: RecordedRecipient): Named => ({
  agency: row.agency,
  capacity: row.capacity,
  caseReference: row.caseReference,
  interestId: row.interestId,
  interestVersion: row.interestVersion,
  verdict: row.verdict,
  reason: row.reason,
  matched: row.matched,
  fields: row.given,
  withheld: row.withheld,
  consents: row.consents,
  releaseId: row.releaseId,
  releaseSequence: row.releaseSequence,
});

const describeAgain = (again: DecidedRecipient): Named => ({
  agency: again.agency,
  capacity: again.capacity,
  caseReference: again.caseReference,
  interestId: again.interestId,
  interestVersion: again.interestVersion,
  verdict: again.verdict,
  reason: again.reason,
  matched: again.matched,
  fields: JSON.parse(describeGiven(again)),
  withheld: JSON.parse(describeWithheld(again)),
  consents: again.consents,
  releaseId: again.releases.at(-1)?.releaseId ?? null,
  releaseSequence: again.releases.at(-1)?.releaseSequence ?? null,
});
