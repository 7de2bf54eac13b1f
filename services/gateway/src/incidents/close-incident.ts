import {
  type ActionPorts,
  checkReason,
  type Database,
  nowMicrosOf,
  problem,
  recordAction,
} from '@told/service';
import { countReport, type IncidentReport } from './count-disclosures.ts';
import type { Incident } from './incident.ts';
import { keepClosed, lockIncident, readIncident, readKeptReport } from './queries.ts';
import { findScope, walkDisclosures } from './read-disclosures.ts';

export interface ReportPorts {
  readonly db: Database;
  readonly clock: { nowMs(): number };
  /** Agencies that can be told on the bus. */
  readonly agencies: ReadonlySet<string>;
}

/** Who was told and who has answered: as of now, or as it was kept when the incident was closed. Throws `incident-unknown`. */
export async function reportIncident(
  { db, clock, agencies }: ReportPorts,
  incidentId: string,
): Promise<IncidentReport> {
  const incident = await readIncident(db, incidentId);
  if (incident === undefined) throw problem('incident-unknown');
  const kept = await readKeptReport(db, incidentId);
  if (kept !== null) return kept;
  const pages = walkDisclosures(db, await findScope(db, incident.target));
  const nowMicros = nowMicrosOf(clock);
  return countReport(incident, pages, { nowMicros, topics: agencies });
}

/**
 * Closes an incident once everybody was told, with or without their answers, or one that nothing was done about; its report is kept as it stands.
 * Throws `incident-unknown`, or `incident-not-told` for one that was stopped and not told: whoever has what was disclosed would go on using it.
 * The same again changes nothing.
 */
export async function closeIncident(
  ports: ReportPorts & ActionPorts,
  {
    incidentId,
    reason,
    actor,
  }: { readonly incidentId: string; readonly reason: string; readonly actor: string },
): Promise<Incident> {
  checkReason(reason);
  const counted = await reportIncident(ports, incidentId);
  return ports.db.transaction(async (tx) => {
    const incident = await lockIncident(tx, incidentId);
    if (incident === undefined) throw problem('incident-unknown');
    if (incident.state === 'closed') return incident;
    // It has moved on since it was counted, or has yet to be told.
    if (!CLOSABLE.has(incident.state) || incident.state !== counted.state)
      throw problem('incident-not-told');
    const at = nowMicrosOf(ports.clock);
    const report = { ...counted, state: 'closed' } as const;
    await keepClosed(tx, incidentId, { by: actor, at, reason, report });
    const done = { action: 'incident-closed', reason, actor, recordId: incidentId } as const;
    await recordAction(tx, { ...done, target: { kind: 'incident', id: incidentId } }, ports);
    return (await readIncident(tx, incidentId)) ?? incident;
  });
}

const CLOSABLE: ReadonlySet<string> = new Set(['opened', 'told']);
