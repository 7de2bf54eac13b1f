import type { AgreementSet } from '@told/agreements';
import {
  AUDITOR,
  type Database,
  OWN_SERVICES,
  problem,
  requireScope,
  uuidParams,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import { agency, uuid } from '../schema-parts.ts';
import { describeDecisions, describeWhy } from './describe-why.ts';
import { nameExpired } from './name-expired.ts';
import { describeProgress } from './progress.ts';
import { readChangeRecord } from './queries.ts';
import { addReferenceRoute } from './reference-route.ts';
import { viewOf } from './views.ts';

const ofChange = uuidParams('changeId');

export interface WhyRoutePorts {
  readonly db: Database;
  /** The files loaded: the agreement that had run out is named to the auditor. */
  readonly agreements: AgreementSet;
}

/** What was shared with whom, on what basis, and what they did. */
export function addWhyRoutes(http: FastifyInstance, { db, agreements }: WhyRoutePorts): void {
  http.get<{ Params: { changeId: string; agency: string } }>(
    '/v1/why/:changeId/:agency',
    {
      onRequest: requireScope('why:read'),
      schema: {
        operationId: 'explainWhy',
        summary: 'Why an agency was given a change, or was not',
        description:
          'For the recipient about its own cases, for the source as far as the agreements let it see, and for auditors.',
        params: {
          type: 'object',
          additionalProperties: false,
          required: ['changeId', 'agency'],
          properties: { changeId: uuid, agency },
        },
        response: { 200: { description: 'The chain.', type: 'object' } },
      },
      config: { problems: ['change-unknown'] },
    },
    async (request) => {
      const { params, caller } = request;
      const record = await readChangeRecord(db, params.changeId);
      // What a caller may not see is answered like what does not exist: ids must not be probed.
      if (record === undefined) throw problem('change-unknown');
      const view = viewOf(record, params.agency, caller.agency);
      const why = describeWhy(nameExpired(record, agreements, view), params.agency, view);
      if (why === null) throw problem('change-unknown');
      return why;
    },
  );

  http.get<{ Params: { changeId: string } }>(
    '/v1/decisions/:changeId',
    {
      onRequest: requireScope('decisions:read'),
      schema: {
        operationId: 'showDecisions',
        summary: 'Every decision on a change, with every recipient',
        description: 'For auditors.',
        params: ofChange,
        response: { 200: { description: 'The decisions.', type: 'object' } },
      },
      config: { problems: ['wrong-agency', 'change-unknown'] },
    },
    async (request) => {
      if (request.caller.agency !== AUDITOR) throw problem('wrong-agency');
      const record = await readChangeRecord(db, request.params.changeId);
      if (record === undefined) throw problem('change-unknown');
      return describeDecisions(nameExpired(record, agreements, 'auditor'));
    },
  );

  addReferenceRoute(http, db);

  http.get<{ Params: { changeId: string } }>(
    '/v1/progress/:changeId',
    {
      onRequest: requireScope('progress:read'),
      schema: {
        operationId: 'showProgress',
        summary: 'How far a change has come, as far as its source may see',
        description: 'For the services of the bus, which show it to the source alone.',
        params: ofChange,
        response: { 200: { description: 'The progress.', type: 'object' } },
      },
      config: { problems: ['wrong-agency', 'change-unknown'] },
    },
    async (request) => {
      if (request.caller.agency !== OWN_SERVICES) throw problem('wrong-agency');
      const record = await readChangeRecord(db, request.params.changeId);
      if (record === undefined) throw problem('change-unknown');
      return describeProgress(record);
    },
  );
}
