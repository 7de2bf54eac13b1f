import type { ToldFact } from '@told/agency-sdk';
import type { BenefitCase, IsoDate } from '@told/benefits';

/** A household's timeline, what every office makes of it, and why: one readable file. */
export type Scenario = {
  /** The file's name without its ending. */
  readonly name: string;
  readonly title: string;
  readonly story: string;
  /** Agency → the case as the office opened it. */
  readonly offices: Readonly<Record<string, ScenarioOffice>>;
  readonly steps: readonly ScenarioStep[];
  /** Agency → what its office holds at the end. */
  readonly end: Readonly<Record<string, ExpectedEnd>>;
};

export type ScenarioOffice = {
  /** An id of `findScheme`. */
  readonly scheme: string;
  readonly case: BenefitCase;
};

/** What is told, or what an officer decides, in the order in which the offices meet it. */
export type ScenarioStep = {
  readonly id: string;
  readonly says: string;
  /** The business date on which the offices take it. */
  readonly takenOn: IsoDate;
  readonly action: ToldStep | DecidedStep;
  readonly expect: Readonly<Record<string, ExpectedAnswer>>;
};

export type ToldStep = {
  readonly kind: 'told';
  /** As an office takes it over the bus; `origin` is the office's own when it is the source. */
  readonly told: ToldFact;
  /** The offices that receive it. */
  readonly to: readonly string[];
  /** The offices that find the new home outside their area. */
  readonly outsideAreaOf: readonly string[];
};

export type DecidedStep = {
  readonly kind: 'decided';
  readonly office: string;
  readonly changeId: string;
  readonly decision: 'use' | 'do-not-use' | 'extend-notice';
};

/** What an office answers to one step, and what was over- or underpaid up to the day on which it took it. */
export type ExpectedAnswer = {
  readonly outcome: string;
  readonly reason: string | null;
  /** First day from which the award differs. */
  readonly from: IsoDate | null;
  /** Financial year → pence; years without any are left out. */
  readonly overpaid: Readonly<Record<string, number>>;
  readonly underpaid: Readonly<Record<string, number>>;
};

export type ExpectedEnd = {
  /** Facts that stand in the office's record, as a set. */
  readonly stands: readonly string[];
  /** Facts that wait for a person. */
  readonly waits: readonly string[];
  readonly award: readonly ExpectedRange[];
};

/** Days with one weekly amount, or with a question instead of one; `to` null is until further notice. */
export type ExpectedRange = {
  readonly from: IsoDate;
  readonly to: IsoDate | null;
  readonly pence: number | null;
  readonly question: string | null;
};
