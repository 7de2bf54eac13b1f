import type { SubmittedChange } from '@told/codec';
import type { ReleasedChange } from '../define-agency.ts';
import type { Moment } from '../received-releases.ts';
import type { CaseEntry, FactBody, ToldFact } from './case-file.ts';

/** What an officer records of one change: a submission without whom, and without what only the office can say of its use. */
export type OfficerChange = Omit<
  SubmittedChange,
  'person' | 'caseReference' | 'system' | 'usedOn' | 'usedFor'
>;

const bodyOf = (change: ReleasedChange | OfficerChange): FactBody | null => change[change.fact];

/** An officer records what was told at this office. */
export interface ChangeCommand {
  readonly caseReference: string;
  /** The caller's Idempotency-Key; the change is told under it. */
  readonly submissionKey: string;
  readonly change: OfficerChange;
  readonly givenBy: string;
}

/** A release as an entry of its case. */
export function entryOfRelease(release: ReleasedChange, moment: Moment): CaseEntry {
  const told: ToldFact = {
    changeId: release.changeId,
    releaseId: release.releaseId,
    origin: 'bus',
    sourceAgency: release.sourceAgency,
    fact: release.fact,
    changeType: release.changeType,
    previousChangeId: release.previousChangeId,
    occurredOn: release.occurredOn,
    notifiedOn: release.notifiedOn,
    receivedOn: release.receivedOn,
    usedOn: release.usedOn,
    usedFor: release.usedFor,
    evidenceLevel: release.evidence.level,
    dutyDischarged: release.dutyDischarged,
    body: bodyOf(release),
  };
  return { caseReference: release.caseReference, told, moment };
}

/** An officer's command as an entry of its case. */
export function entryOfCommand(
  command: {
    readonly caseReference: string;
    readonly changeId: string;
    readonly change: OfficerChange;
  },
  agency: string,
  moment: Moment,
): CaseEntry {
  const { caseReference, changeId, change } = command;
  const told: ToldFact = {
    changeId,
    releaseId: null,
    origin: 'officer',
    sourceAgency: agency,
    fact: change.fact,
    changeType: change.changeType,
    previousChangeId: change.previousChangeId,
    occurredOn: change.occurredOn,
    notifiedOn: change.notifiedOn,
    receivedOn: change.receivedOn,
    usedOn: null,
    usedFor: null,
    evidenceLevel: change.evidence.level,
    dutyDischarged: null,
    body: bodyOf(change),
  };
  return { caseReference, told, moment };
}
