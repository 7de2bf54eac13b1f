import { instantOf } from '@told/service';
import { deadlineOf, type Incident, type IncidentTarget } from './incident.ts';
import type { Disclosure } from './read-disclosures.ts';

/** An incident as callers see it: no person and no case. Pure. */
export function describeIncident(incident: Incident, nowMicros: number) {
  const { incidentId, reason, state, preview, done, voided, followed } = incident;
  const { openedBy, stoppedBy, tellBy, closedBy, closingReason } = incident;
  const isOpen = state !== 'told' && state !== 'closed';
  return {
    ...{ incidentId, target: describeTarget(incident.target), reason, state },
    awareAt: instantOf(incident.awareAt),
    deadline: instantOf(deadlineOf(incident)),
    isOverdue: isOpen && nowMicros > deadlineOf(incident),
    ...{ preview, done, voided, followed, openedBy, stoppedBy, tellBy, closedBy, closingReason },
    openedAt: instantOf(incident.openedAt),
    stoppedAt: instantOf(incident.stoppedAt),
    toldAt: instantOf(incident.toldAt),
    closedAt: instantOf(incident.closedAt),
  };
}

function describeTarget(target: IncidentTarget) {
  if (target.kind === 'agreement') return target;
  const { kind, agency } = target;
  if (target.kind === 'interest') return { kind, agency, interestId: target.interestId };
  const { fromSequence, toSequence, sinceMicros, untilMicros } = target;
  const since = sinceMicros === 0 ? null : instantOf(sinceMicros);
  return { kind, agency, fromSequence, toSequence, since, until: instantOf(untilMicros) };
}

/** A disclosure as callers see it; its case is found by the release. Pure. */
export function describeDisclosure(one: Disclosure) {
  const { releaseId, agency, changeId, releaseSequence, fields, toldBy, answer } = one;
  return {
    ...{ releaseId, agency, changeId, releaseSequence, fields, toldBy, answer },
    state: stateOf(one),
    releasedAt: instantOf(one.releasedAt),
    toldAt: instantOf(one.toldAt),
    answeredAt: instantOf(one.answeredAt),
  };
}

function stateOf({ isVoid, toldBy, answer }: Disclosure): 'given' | 'void' | 'told' | 'answered' {
  if (isVoid) return 'void';
  if (toldBy === null) return 'given';
  return answer === null ? 'told' : 'answered';
}
