import type { EntryKind, Facts } from '../entries/entry.ts';
import { CHANGES_TOPIC, DECISIONS_TOPIC, OUTCOMES_PREFIX } from '../topics.ts';

/** What an entry says that is to be held against others. */
export type Claim =
  | {
      readonly kind: 'change';
      readonly at: number;
      readonly changeId: string;
      readonly agency: string;
    }
  | DecisionClaim
  | AnswerClaim
  | {
      readonly kind: 'fault';
      readonly fault: 'record-unreadable' | 'records-lost';
      /** Whose answers were lost; empty: nobody's. */
      readonly agency: string;
    };

export interface DecisionClaim {
  readonly kind: 'decision';
  readonly at: number;
  readonly changeId: string;
  readonly run: number;
  readonly recipients: readonly RecipientClaim[];
}

export interface RecipientClaim {
  /** Empty: nobody holds a case. */
  readonly agency: string;
  readonly verdict: string;
  readonly releaseId: string | null;
  readonly sequence: number;
}

export interface AnswerClaim {
  readonly kind: 'answer';
  readonly agency: string;
  readonly releaseId: string;
  readonly sequence: number;
  readonly outcomeNo: number;
}

interface Entry {
  readonly kind: EntryKind;
  /** Microseconds. */
  readonly at?: number;
  readonly facts: Facts;
  readonly source: { readonly topic: string };
}

/** Undefined: it takes no part in the reconciliation. */
export function readClaim(text: string): Claim | undefined {
  const { kind, at = 0, facts, source } = JSON.parse(text) as Entry;
  switch (kind) {
    case 'change':
      return { kind, at, changeId: String(facts['changeId']), agency: textOf(facts['agency']) };
    case 'decision':
      return {
        ...{ kind, at, changeId: String(facts['changeId']), run: Number(facts['run']) },
        recipients: ((facts['recipients'] ?? []) as readonly Facts[]).map(readRecipient),
      };
    case 'outcome':
      return {
        ...{ kind: 'answer', agency: textOf(facts['agency']) },
        releaseId: String(facts['releaseId']),
        sequence: Number(facts['releaseSequence']),
        outcomeNo: Number(facts['outcomeNo']),
      };
    case 'unreadable':
      return readFault('record-unreadable', source.topic);
    case 'gap':
      return readFault('records-lost', source.topic);
    default:
      return undefined;
  }
}

const readRecipient = (one: Facts): RecipientClaim => ({
  agency: textOf(one['agency']),
  verdict: String(one['verdict']),
  releaseId: typeof one['releaseId'] === 'string' ? one['releaseId'] : null,
  sequence: Number(one['releaseSequence'] ?? 0),
});

/** What passed on other topics is no part of it. */
function readFault(fault: 'record-unreadable' | 'records-lost', topic: string): Claim | undefined {
  if (topic.startsWith(OUTCOMES_PREFIX)) {
    return { kind: 'fault', fault, agency: topic.slice(OUTCOMES_PREFIX.length) };
  }
  const isOurs = topic === CHANGES_TOPIC || topic === DECISIONS_TOPIC;
  return isOurs ? { kind: 'fault', fault, agency: '' } : undefined;
}

const textOf = (value: Facts[string] | undefined): string =>
  typeof value === 'string' ? value : '';
