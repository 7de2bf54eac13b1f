import type { AgreementSet } from '@told/agreements';
import type { ClaimantChange, Codec } from '@told/codec';
import { createOpenBodies, type KeyReader, type Publisher, type Transaction } from '@told/service';
import type { Standings } from '../agencies/read-standings.ts';
import { createRestoredDecisions, type RestoredDecisions } from '../restore/take-up-restored.ts';
import type { Suspensions } from '../suspensions/read-suspensions.ts';
import type { Moment } from './decide-changes.ts';
import { createDecisionEncoder, type DecisionEncoder } from './encode-decisions.ts';
import type { ReadPorts } from './read-changes.ts';
import { createRules, type Rules } from './rules.ts';
import type { SubjectInterest } from './subject-interest.ts';
import { createSubjectViews, type SubjectViews } from './subject-view.ts';

/** A difference between what a change and an interest know of the person, that holds the change. */
export interface Conflict {
  readonly interest: SubjectInterest;
  readonly change: ClaimantChange;
}

export interface DecisionPorts {
  readonly codec: Codec;
  readonly publisher: Publisher;
  /** Open the bodies that are sealed. */
  readonly keys: Pick<KeyReader, 'open' | 'epoch'>;
  readonly agreements: AgreementSet;
  /** The first lock of a decision: what is suspended, behind its fence. */
  readonly suspensions: { read(tx: Transaction): Promise<Suspensions> };
  /** How the agencies' files have them, as of a version of the fence of suspensions. */
  readonly agencies: { read(tx: Transaction, fenceVersion: number): Promise<Standings> };
  readonly matching: {
    /**
     * Finds the interests without a number that wait for the people of these changes, and links them. Answers the subjects concerned,
     * whose rows must then be locked FOR UPDATE; none, as a rule.
     */
    linkPending(tx: Transaction, changes: readonly ClaimantChange[]): Promise<readonly string[]>;
    /** Asks a person about each difference; one that was asked before is not asked again. */
    openReviews(tx: Transaction, conflicts: readonly Conflict[]): Promise<void>;
  };
  /** Asked once a batch. */
  readonly moment: () => Moment;
  /** Subjects remembered between batches; a bound of its own by default. */
  readonly subjects?: SubjectViews;
}

/** All that deciding needs, opened once a process: what is remembered between batches is shared by everyone who decides. */
export interface Decisions extends Required<DecisionPorts>, ReadPorts {
  readonly encode: DecisionEncoder;
  readonly restored: RestoredDecisions;
  /** The rules as of now; locks the fence of suspensions FOR SHARE. */
  readRules(tx: Transaction): Promise<Rules>;
}

export function openDecisions(ports: DecisionPorts): Decisions {
  const { codec, agreements, suspensions, agencies } = ports;
  const rulesUnder = createRules(agreements);
  return {
    ...ports,
    openBodies: createOpenBodies(ports.keys),
    subjects: ports.subjects ?? createSubjectViews(),
    encode: createDecisionEncoder(codec),
    restored: createRestoredDecisions(codec),
    async readRules(tx) {
      const suspended = await suspensions.read(tx);
      return rulesUnder(suspended, await agencies.read(tx, suspended.version));
    },
  };
}
