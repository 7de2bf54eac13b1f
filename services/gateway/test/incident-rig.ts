import { createBusinessCalendar, type Database } from '@told/service';
import { closeIncident, reportIncident } from '../src/incidents/close-incident.ts';
import type { IncidentReport } from '../src/incidents/count-disclosures.ts';
import type { Incident } from '../src/incidents/incident.ts';
import { openIncident, type WantedIncident } from '../src/incidents/open-incident.ts';
import { runIncident } from '../src/incidents/open-incidents.ts';
import { readIncident } from '../src/incidents/queries.ts';
import { stopIncident } from '../src/incidents/stop-incident.ts';
import { tellIncident } from '../src/incidents/tell-incident.ts';
import { AGENCIES, type TestGateway } from './open-gateway.ts';

/** Incidents over a test gateway, as its routes and its runner drive them. */
export interface IncidentRig {
  open(wanted: Omit<WantedIncident, 'reason'>): Promise<Incident>;
  /** Asks for it, and does what it is followed by. */
  stop(incident: Incident): Promise<Incident>;
  tell(incident: Incident): Promise<Incident>;
  /** Only asks for it. */
  askToStop(incident: Incident): Promise<Incident>;
  askToTell(incident: Incident): Promise<Incident>;
  /** Does what is left of the step it is in, over another database if given. */
  run(incident: Incident, db?: Database): Promise<Incident>;
  close(incident: Incident, reason?: string): Promise<Incident>;
  report(incident: Incident): Promise<IncidentReport>;
  read(incident: Incident): Promise<Incident>;
}

let opened = 0;
const nextId = (): string => `00000000-0000-4000-9000-${String(++opened).padStart(12, '0')}`;

/** `nowMs` says what time it is; `agencies` who has a topic here. */
export function openIncidentRig(
  gateway: TestGateway,
  {
    nowMs = () => Date.parse('2010-05-13T10:00:00Z'),
    agencies = AGENCIES,
  }: { readonly nowMs?: () => number; readonly agencies?: readonly string[] } = {},
): IncidentRig {
  const { db, codec, publisher, agreements, interests } = gateway;
  const clock = { nowMs };
  const calendar = createBusinessCalendar(
    { kind: 'started', date: '2010-05-13', atMs: nowMs() },
    clock,
  );
  const ports = {
    ...{ db, codec, publisher, clock, calendar, agreements, interests, origin: 'gateway' },
    ...{ agencies: new Set(agencies), lockFence: interests.lockFence },
  };
  const read = async ({ incidentId }: Incident): Promise<Incident> => {
    const incident = await readIncident(db, incidentId);
    if (incident === undefined) throw new Error('the incident is not kept');
    return incident;
  };
  const run = async (incident: Incident, over = db): Promise<Incident> => {
    await runIncident({ ...ports, db: over }, incident, new AbortController().signal);
    return read(incident);
  };
  const askToStop = ({ incidentId }: Incident) =>
    stopIncident(ports, { incidentId, actor: 'auditor' });
  const askToTell = ({ incidentId }: Incident) =>
    tellIncident(ports, { incidentId, actor: 'auditor' });
  return {
    ...{ read, run, askToStop, askToTell },
    open: (wanted) =>
      openIncident(ports, {
        ...{ incidentId: nextId(), actor: 'auditor' },
        wanted: { ...wanted, reason: 'a test' },
      }),
    stop: async (incident) => run(await askToStop(incident)),
    tell: async (incident) => run(await askToTell(incident)),
    close: ({ incidentId }, reason = 'all answered') =>
      closeIncident(ports, { incidentId, reason, actor: 'operator' }),
    report: ({ incidentId }) => reportIncident(ports, incidentId),
  };
}
