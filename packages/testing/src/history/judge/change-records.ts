import { createFlags, createIndexes, createNumbers } from '../compact/columns.ts';
import { createIdTable, type IdTable } from '../compact/id-table.ts';
import { createSequenceCheck } from '../compact/sequence-check.ts';
import type { LoggedChange, LoggedDecision } from '../history.ts';
import type { Report } from './finding.ts';

/** What is known of each change: that it was accepted, logged and decided, once and in its place. */
export interface ChangeRecords {
  readonly changes: IdTable;
  acknowledge(changeId: string): void;
  store(changeId: string): void;
  log(change: LoggedChange): void;
  /** True for a decision that was not met before. */
  decide(decision: LoggedDecision): boolean;
  isLogged(change: number): boolean;
  /** 0: not logged, or not decided. */
  acceptedAtMicros(change: number): number;
  decidedAtMicros(change: number): number;
  reportLost(): void;
}

const ACKNOWLEDGED = 1;
const STORED = 2;
const LOGGED = 4;
const DECIDED = 8;

export function createChangeRecords(report: Report): ChangeRecords {
  const changes = createIdTable();
  const subjects = createIdTable();
  const decisions = createIdTable();
  const flags = createFlags();
  const order = createSequenceCheck();
  const subjectOf = createIndexes();
  const sequenceOf = createIndexes();
  /** The decision of the first run, + 1. */
  const decisionOf = createIndexes();
  const acceptedAt = createNumbers();
  const decidedAt = createNumbers();

  const note = (changeId: string, flag: number): number => {
    const change = changes.add(changeId);
    flags.add(change, flag);
    return change;
  };
  return {
    changes,
    acknowledge: (changeId) => void note(changeId, ACKNOWLEDGED),
    store: (changeId) => void note(changeId, STORED),
    log({ changeId, subjectKey, changeSequence, acceptedAtMicros }) {
      const change = changes.add(changeId);
      const subject = subjects.add(subjectKey);
      if (!flags.has(change, LOGGED)) {
        flags.add(change, LOGGED);
        subjectOf.set(change, subject);
        sequenceOf.set(change, changeSequence);
        acceptedAt.set(change, acceptedAtMicros);
      } else if (subjectOf.get(change) !== subject || sequenceOf.get(change) !== changeSequence) {
        report('doubled', 'a change with two places', changeId);
      }
      const next = order.take(subject, changeSequence, change);
      if (next !== undefined) {
        report(
          'out-of-order',
          describePlace('changes of a subject', changeSequence, next),
          changeId,
        );
      }
    },
    decide({ changeId, decisionId, run, decidedAtMicros }) {
      const change = note(changeId, DECIDED);
      const isNew = decisions.find(decisionId) === undefined;
      const decision = decisions.add(decisionId);
      if (run !== 1) return isNew;
      const first = decisionOf.get(change);
      if (first === 0) {
        decisionOf.set(change, decision + 1);
        decidedAt.set(change, decidedAtMicros);
      } else if (first !== decision + 1) report('doubled', 'a change decided twice', changeId);
      return isNew;
    },
    isLogged: (change) => flags.has(change, LOGGED),
    acceptedAtMicros: acceptedAt.get,
    decidedAtMicros: decidedAt.get,
    reportLost() {
      for (let change = 0; change < changes.size; change += 1) {
        const missing = describeLost((flag) => flags.has(change, flag));
        for (const what of missing) report('lost', what, changes.idOf(change));
      }
    },
  };
}

function* describeLost(has: (flag: number) => boolean): Generator<string> {
  if (has(ACKNOWLEDGED) && !has(STORED)) yield 'acknowledged, and not in the database of intake';
  if (has(STORED) && !has(LOGGED)) yield 'accepted, and not in the log';
  if (has(LOGGED) && !has(DECIDED)) yield 'in the log, and not decided';
}

export const describePlace = (what: string, sequence: number, next: number): string =>
  `${what}: ${sequence} where ${next} is next, or another record there`;
