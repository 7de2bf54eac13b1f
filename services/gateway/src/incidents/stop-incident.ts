import { type AgreementSet, standingOf } from '@told/agreements';
import {
  type ActionPorts,
  type BusinessCalendar,
  type Database,
  nowMicrosOf,
  problem,
  recordAction,
  type Transaction,
} from '@told/service';
import type { InterestPorts } from '../interests/ports.ts';
import { recallInterest } from '../interests/recall-interest.ts';
import { keepSuspension } from '../suspensions/keep-suspension.ts';
import { lockFence } from '../suspensions/lock-fence.ts';
import type { Incident, IncidentTarget } from './incident.ts';
import { keepStopped, lockIncident, readIncident, readOutboxEnd } from './queries.ts';

export interface StopPorts extends ActionPorts {
  readonly db: Database;
  readonly calendar: BusinessCalendar;
  readonly interests: InterestPorts;
  /** The files loaded. */
  readonly agreements: AgreementSet;
}

/**
 * Stops what an incident is about, at once, by what stops it at any other time: its agreement is suspended, or its interest recalled; either waits
 * for the decisions under way, and counts for every one after. What waits to be sent is voided after that, step by step (`voidPage`). The same
 * again changes nothing. Throws `incident-unknown`, or `incident-closed`.
 */
export async function stopIncident(
  ports: StopPorts,
  { incidentId, actor }: { readonly incidentId: string; readonly actor: string },
): Promise<Incident> {
  return ports.db.transaction(async (tx) => {
    const incident = await lockIncident(tx, incidentId);
    if (incident === undefined) throw problem('incident-unknown');
    if (incident.state === 'closed') throw problem('incident-closed');
    if (incident.state !== 'opened') return incident;
    const { reason, target } = incident;
    await closeFence(tx, ports, { target, reason, actor });
    const remaining = { outboxTo: await readOutboxEnd(tx) };
    const at = nowMicrosOf(ports.clock);
    await keepStopped(tx, incidentId, { by: actor, at, remaining });
    const done = { action: 'incident-stopped', reason, actor, recordId: incidentId } as const;
    await recordAction(tx, { ...done, target: { kind: 'incident', id: incidentId } }, ports);
    return (await readIncident(tx, incidentId)) ?? incident;
  });
}

interface Fenced {
  readonly target: IncidentTarget;
  readonly reason: string;
  readonly actor: string;
}

async function closeFence(tx: Transaction, ports: StopPorts, fenced: Fenced): Promise<void> {
  const { target } = fenced;
  if (target.kind === 'interest') return recall(tx, ports, { ...fenced, target });
  if (target.kind === 'agreement' && mayRest(ports, target))
    return suspend(tx, ports, { ...fenced, target });
  // A range ends before now. Whatever is being decided of it is there once the decisions under way are.
  await lockFence(tx);
}

type Agreement = Extract<IncidentTarget, { kind: 'agreement' }>;

/** Whether anything can still be decided by it; suspending one of which another version is in force would stop what is lawful. */
function mayRest({ agreements, calendar }: StopPorts, target: Agreement): boolean {
  return agreements.agreements.some(
    (one) =>
      one.id === target.agreement &&
      (target.agreementVersion === null ||
        (one.version === target.agreementVersion && !OVER.has(standingOf(one, calendar.today())))),
  );
}

const OVER: ReadonlySet<string> = new Set(['ended', 'expired']);

async function suspend(
  tx: Transaction,
  ports: StopPorts,
  { target, reason, actor }: Fenced & { readonly target: Agreement },
): Promise<void> {
  const named = { target: 'agreement', id: target.agreement, reason } as const;
  const kept = await keepSuspension(tx, { ...named, action: 'suspended' }, ports);
  if (kept.kind !== 'kept') return;
  const suspended = { kind: 'agreement', id: target.agreement } as const;
  const done = { action: 'agreement-suspended', target: suspended, reason, actor } as const;
  await recordAction(tx, done, ports);
}

async function recall(
  tx: Transaction,
  ports: StopPorts,
  {
    target,
    reason,
    actor,
  }: Fenced & { readonly target: Extract<IncidentTarget, { kind: 'interest' }> },
): Promise<void> {
  const { interestId, agency, caseReference } = target;
  const wanted = { interestId, agency, officer: actor, reason };
  const answer = await recallInterest(tx, wanted, ports.interests);
  // One that waits for its person has nothing to stop; one that was recalled before has been stopped.
  if (answer.kind !== 'recalled') return;
  await recordAction(
    tx,
    {
      ...{ action: 'interest-recalled', reason, actor, recordId: interestId },
      target: { kind: 'case', agency, caseReference },
      records: answer.takenBack,
    },
    ports,
  );
}
