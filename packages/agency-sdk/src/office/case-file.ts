import type {
  Assessment,
  AwardComparison,
  BenefitCase,
  Fact as BenefitFact,
  Scheme,
} from '@told/benefits';
import type {
  Benefit,
  ChangeBody,
  ChangeType,
  EvidenceLevel,
  Fact,
  IsoDate,
  Person,
  SubmittedChange,
} from '@told/codec';
import type { Moment } from '../received-releases.ts';
import type { Result } from '../results.ts';

/** What a fact says, in the words of schemas/; fields not told, or not permitted here, are null. */
export type FactBody = NonNullable<ChangeBody[Fact] | SubmittedChange[Fact]>;
/** An office's own record as it stood when the case was opened: the body of its opening, checked by its schema. */
export type Opening = Readonly<Record<string, unknown>>;
/** What an office's own tables add to a fact when it is taken, such as the tax of the home moved to. */
export type Addition = Readonly<Record<string, unknown>>;

export interface Claim {
  readonly caseReference: string;
  readonly person: Person;
  readonly opening: Opening;
  /** Entries taken so far. */
  readonly revision: number;
}

/** Who brought an entry: the bus, or an officer of this office. Only the latter is local evidence. */
export type Origin = 'bus' | 'officer';

/** A change as told to this office, from either side. */
export interface ToldFact {
  readonly changeId: string;
  /** The release that brought it; null for what an officer recorded. */
  readonly releaseId: string | null;
  readonly origin: Origin;
  readonly sourceAgency: string;
  readonly fact: Fact;
  readonly changeType: ChangeType;
  readonly previousChangeId: string | null;
  readonly occurredOn: IsoDate;
  readonly notifiedOn: IsoDate;
  readonly receivedOn: IsoDate;
  readonly usedOn: IsoDate | null;
  readonly usedFor: Benefit | null;
  readonly evidenceLevel: EvidenceLevel;
  /** Why telling the source was telling this office too (SI 2010/444); null: it was not. */
  readonly dutyDischarged: string | null;
  readonly body: FactBody | null;
}

/** counted: part of the award; to-verify: a person must look first; set-aside: an officer decided so, or it takes back what was never counted. */
export type FactState = 'counted' | 'to-verify' | 'set-aside';
/** Of what waits for an officer, or waited. */
export type TaskState = 'open' | 'decided';

/** A told fact in its place on a case's timeline. */
export interface CaseFact extends ToldFact {
  /** The entry that brought it. */
  readonly revision: number;
  readonly state: FactState;
  readonly reason: string | null;
  readonly addition: Addition | null;
  /** An officer extended the month in which to tell it. */
  readonly noticeExtended: boolean;
  /** The officer's last on whether it counts; it holds again when what the fact follows counts again. */
  readonly decision: 'use' | 'do-not-use' | null;
  /** What the rules asked when it was counted. */
  readonly question: string | null;
  /** Null: it never waited for an officer. */
  readonly task: TaskState | null;
}

export interface CaseFile {
  readonly claim: Claim;
  readonly facts: readonly CaseFact[];
  /** Of claim and facts: as it is kept, or when it has been computed. */
  readonly assessment: Assessment | null;
}

/** One entry for one case: a release, or an officer's command. */
export interface CaseEntry {
  readonly caseReference: string;
  readonly told: ToldFact;
  readonly moment: Moment;
}

/** What one entry did. `file` is the case after it. */
export interface TakenEntry {
  readonly entry: CaseEntry;
  readonly result: Result;
  /** Null when the entry left no trace: no such case, or a duplicate. */
  readonly step: Step | null;
}

export interface Step {
  readonly file: CaseFile;
  readonly fact: CaseFact;
  /** The facts that differ from what they were, the new one among them. */
  readonly changed: readonly CaseFact[];
  readonly before: Assessment;
  readonly after: Assessment;
  readonly comparison: AwardComparison;
}

/** The pure rules of one office, over the same case file. */
export interface CaseRules {
  readonly agency: string;
  /** The benefit the office decides; what its officers record is used for it. */
  readonly benefit: Benefit;
  /** The rules of a claim; the same for all of its life. */
  schemeOf(claim: Claim): Scheme;
  toBenefitCase(claim: Claim, facts: readonly CaseFact[]): BenefitCase;
  /** What a fact means at this office beyond what it says, such as a move out of its area. */
  toBenefitFact?(ruled: RuledFact, fact: CaseFact): RuledFact;
}

/** A told fact as the benefit rules read it. */
export type RuledFact = BenefitFact;
