import { randomUUID } from 'node:crypto';
import { actorOf, nowMicrosOf, reasonBodySchema, requireScope } from '@told/service';
import type { FastifyInstance, RouteShorthandOptions } from 'fastify';
import { closeIncident } from './close-incident.ts';
import { describeIncident } from './describe-incident.ts';
import type { Incident } from './incident.ts';
import { idParams, incidentSchema, openSchema, previewAnswerSchema } from './incident-schemas.ts';
import {
  type OpenPorts,
  openIncident,
  previewIncident,
  type WantedIncident,
} from './open-incident.ts';
import { addIncidentReads } from './read-routes.ts';
import { type StopPorts, stopIncident } from './stop-incident.ts';
import { tellIncident } from './tell-incident.ts';

export type IncidentRoutePorts = OpenPorts & StopPorts;

const WRITING = 'incidents:run';

/** Disclosures that went wrong: listed, stopped, told about, and followed until those who have them have answered. */
export function addIncidentRoutes(http: FastifyInstance, ports: IncidentRoutePorts): void {
  const show = (incident: Incident) => describeIncident(incident, nowMicrosOf(ports.clock));
  addOpen(http, ports, show);
  addSteps(http, ports, show);
  addIncidentReads(http, ports, show);
}

type Show = (incident: Incident) => ReturnType<typeof describeIncident>;

const OPENING_PROBLEMS = [
  'interest-unknown',
  'agreement-unknown',
  'unknown-agency',
  'names-a-person',
] as const;

function addOpen(http: FastifyInstance, ports: IncidentRoutePorts, show: Show): void {
  http.post<{ Body: WantedIncident }>(
    '/v1/incidents',
    {
      onRequest: requireScope(WRITING),
      schema: {
        operationId: 'openIncident',
        summary: 'Open an incident about disclosures that should not have been made',
        description: 'Nothing is stopped and nobody told by it: look at what it is about first.',
        body: openSchema,
        response: { 201: { description: 'It is kept.', ...incidentSchema } },
      },
      config: { problems: OPENING_PROBLEMS },
    },
    async ({ body, caller }, reply) => {
      const asked = { incidentId: randomUUID(), wanted: body, actor: actorOf(caller) };
      return reply.code(201).send(show(await openIncident(ports, asked)));
    },
  );
  http.post<{ Body: WantedIncident }>(
    '/v1/incidents/preview',
    {
      onRequest: requireScope(WRITING),
      schema: {
        operationId: 'previewIncident',
        summary: 'Say what an incident would be about',
        description: 'Counts, agencies, names of fields, and from when to when. Keeps nothing.',
        body: openSchema,
        response: { 200: previewAnswerSchema },
      },
      config: { problems: OPENING_PROBLEMS },
    },
    async ({ body }) => (await previewIncident(ports, body)).preview,
  );
}

const accepted = { description: 'How it stands.', ...incidentSchema };

function stepOptions(
  operationId: string,
  summary: string,
  description: string,
): RouteShorthandOptions {
  return {
    onRequest: requireScope(WRITING),
    schema: { operationId, summary, description, params: idParams, response: { 202: accepted } },
    config: { problems: ['incident-unknown', 'incident-closed', 'incident-not-stopped'] },
  };
}

function addSteps(http: FastifyInstance, ports: IncidentRoutePorts, show: Show): void {
  type OfIncident = { Params: { readonly id: string } };
  http.post<OfIncident>(
    '/v1/incidents/:id/stop',
    stepOptions(
      'stopIncident',
      'Stop what an incident is about, at once',
      'Suspends the agreement or recalls the interest; what waits to be sent is voided. The same again says how far it is.',
    ),
    async ({ params, caller }, reply) => {
      const asked = { incidentId: params.id, actor: actorOf(caller) };
      return reply.code(202).send(show(await stopIncident(ports, asked)));
    },
  );
  http.post<OfIncident>(
    '/v1/incidents/:id/tell',
    stepOptions(
      'tellIncident',
      'Tell every recipient not to rely on what it was given',
      'Each release is followed by a do-not-rely, once, whoever asks and however often. The same again says how far it is.',
    ),
    async ({ params, caller }, reply) => {
      const asked = { incidentId: params.id, actor: actorOf(caller) };
      return reply.code(202).send(show(await tellIncident(ports, asked)));
    },
  );
  http.post<OfIncident & { Body: { readonly reason: string } }>(
    '/v1/incidents/:id/close',
    {
      onRequest: requireScope(WRITING),
      schema: {
        operationId: 'closeIncident',
        summary: 'Close an incident, and keep its report',
        description: 'Once everybody was told, answered or not; or when nothing was done about it.',
        params: idParams,
        body: reasonBodySchema,
        response: { 200: { description: 'How it stands.', ...incidentSchema } },
      },
      config: { problems: ['incident-unknown', 'incident-not-told', 'names-a-person'] },
    },
    async ({ params, body, caller }) => {
      const asked = { incidentId: params.id, reason: body.reason, actor: actorOf(caller) };
      return show(await closeIncident(ports, asked));
    },
  );
}
