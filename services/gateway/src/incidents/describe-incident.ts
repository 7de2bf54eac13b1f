import { deadlineOf, type Incident, type IncidentTarget, timeOf } from './incident.ts';
import type { Disclosure } from './read-disclosures.ts';

/** An incident as callers see it: no person and no case. Pure. */
export function describeIncident(incident: Incident, nowMicros: number) {
  const { incidentId, reason, state, preview, done, voided, followed } = incident;
  const { openedBy, stoppedBy, tellBy, closedBy, closingReason } = incident;
  const isOpen = state !== 'told' && state !== 'closed';
  return {
    ...{ incidentId, target: describeTarget(incident.target), reason, state },
    awareAt: timeOf(incident.awareAt),
    deadline: timeOf(deadlineOf(incident)),
    isOverdue: isOpen && nowMicros > deadlineOf(incident),
    ...{ preview, done, voided, followed, openedBy, stoppedBy, tellBy, closedBy, closingReason },
    openedAt: timeOf(incident.openedAt),
    stoppedAt: timeOf(incident.stoppedAt),
    toldAt: timeOf(incident.toldAt),
    closedAt: timeOf(incident.closedAt),
  };
}

function describeTarget(target: IncidentTarget) {
  if (target.kind === 'agreement') return target;
  const { kind, agency } = target;
  if (target.kind === 'interest') return { kind, agency, interestId: target.interestId };
  const { fromSequence, toSequence, sinceMicros, untilMicros } = target;
  const since = sinceMicros === 0 ? null : timeOf(sinceMicros);
  return { kind, agency, fromSequence, toSequence, since, until: timeOf(untilMicros) };
}

/** A disclosure as callers see it; its case is found by the release. Pure. */
export function describeDisclosure(one: Disclosure) {
  const { releaseId, agency, changeId, releaseSequence, fields, toldBy, answer } = one;
  return {
    ...{ releaseId, agency, changeId, releaseSequence, fields, toldBy, answer },
    state: stateOf(one),
    releasedAt: timeOf(one.releasedAt),
    toldAt: timeOf(one.toldAt),
    answeredAt: timeOf(one.answeredAt),
  };
}

function stateOf({ isVoid, toldBy, answer }: Disclosure): 'given' | 'void' | 'told' | 'answered' {
  if (isVoid) return 'void';
  if (toldBy === null) return 'given';
  return answer === null ? 'told' : 'answered';
}
