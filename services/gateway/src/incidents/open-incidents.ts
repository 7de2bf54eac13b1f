import { type Logger, outboxDepth } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { keepRunning } from '../steps/keep-running.ts';
import type { Incident } from './incident.ts';
import { readRunning } from './queries.ts';
import { addIncidentRoutes, type IncidentRoutePorts } from './routes.ts';
import { doStep, type TellPorts } from './tell-incident.ts';

export type OpenIncidentPorts = IncidentRoutePorts & TellPorts & { readonly logger: Logger };

/** The routes of incidents, and whoever stops and tells until it is stopped itself. */
export function openIncidents(
  http: FastifyInstance,
  ports: OpenIncidentPorts,
): { stop(): Promise<void> } {
  addIncidentRoutes(http, ports);
  const { db, logger } = ports;
  return keepRunning({
    ...{ db, logger },
    find: () => readRunning(db),
    run: (incident, signal) => runIncident(ports, incident, signal),
    // Never given up: somebody relies on what they should not have been given.
    nameOf: ({ incidentId }) => incidentId,
  });
}

/** Records that wait for the log at most while more are told: a log that is away must not fill the database. */
const WAITING_MAX = 5_000;

/**
 * Does what is left of the step that an incident is in, or as much as the log takes for now. Killed anywhere, it goes on from its last page.
 */
export async function runIncident(
  ports: TellPorts,
  incident: Incident,
  signal: AbortSignal,
): Promise<void> {
  let at: Incident | undefined = incident;
  while (at !== undefined && (at.state === 'stopping' || at.state === 'telling')) {
    if (signal.aborted) return;
    if (at.state === 'telling' && (await isOutboxFull(ports))) return;
    at = await doStep(ports, at);
  }
}

const isOutboxFull = async ({ db }: TellPorts): Promise<boolean> =>
  (await outboxDepth(db, WAITING_MAX)) >= WAITING_MAX;
