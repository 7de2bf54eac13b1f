import {
  AUDITOR,
  type Database,
  instantOf,
  problem,
  requireScope,
  uuidParams,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import { readAgency } from '../read-agency.ts';
import { listQuerySchema, versionSchema } from './consent-schemas.ts';
import type { FindSubject } from './find-subject.ts';
import { addProof, type ProofPorts } from './proof-route.ts';
import { type ConsentVersion, listConsents, readHistory } from './queries.ts';

/** One for each recipient and purpose; a deployment has a dozen of each. */
const CONSENTS_MAX = 1_000;
/** The newest; a person who changes their mind daily is shown three years of it. */
const VERSIONS_MAX = 1_000;

export interface ConsentReadPorts extends ProofPorts {
  readonly findSubject: FindSubject;
}

/** A person's consents, the history of one, and what became of a withdrawal: for its recipient and for auditors, and to who recorded some of it, that. */
export function addConsentReads(http: FastifyInstance, ports: ConsentReadPorts): void {
  addList(http, ports);
  addHistory(http, ports.db);
  addProof(http, ports);
}

function addList(http: FastifyInstance, { db, findSubject }: ConsentReadPorts): void {
  http.get<{ Querystring: { caseReference: string; agency?: string } }>(
    '/v1/consents',
    {
      onRequest: requireScope('consents:read'),
      schema: {
        operationId: 'listConsents',
        summary: 'How the consents of the person of a case stand',
        description:
          'Those that the agency is the recipient of as they stand, and what it last recorded itself of others.',
        querystring: listQuerySchema,
        response: {
          200: {
            description: 'By recipient and purpose.',
            type: 'object',
            properties: { items: { type: 'array', items: versionSchema } },
          },
        },
      },
      config: { problems: ['wrong-agency', 'person-unknown', 'dependency-unavailable'] },
    },
    async (request) => {
      const { caller, query } = request;
      const agency = readAgency(caller.agency, query.agency);
      const { caseReference } = query;
      const subjectKey = await findSubject({ agency, caseReference, person: null });
      const viewer = caller.agency === AUDITOR ? null : agency;
      const found = await listConsents(db, { subjectKey, agency: viewer, limit: CONSENTS_MAX });
      return { items: found.map(describeVersion) };
    },
  );
}

function addHistory(http: FastifyInstance, db: Database): void {
  http.get<{ Params: { consentId: string } }>(
    '/v1/consents/:consentId/history',
    {
      onRequest: requireScope('consents:read'),
      schema: {
        operationId: 'showConsentHistory',
        summary: 'Each time a consent was given or withdrawn, newest first',
        description: 'All of it for the recipient; for another agency what it recorded itself.',
        params: uuidParams('consentId'),
        response: {
          200: {
            description: 'Its versions.',
            type: 'object',
            properties: { items: { type: 'array', items: versionSchema } },
          },
        },
      },
      config: { problems: ['consent-unknown'] },
    },
    async (request) => {
      const { consentId } = request.params;
      const agency = request.caller.agency === AUDITOR ? null : request.caller.agency;
      const found = await readHistory(db, { consentId, agency, limit: VERSIONS_MAX });
      // What a caller may not see is answered like what does not exist.
      if (found.length === 0) throw problem('consent-unknown');
      return { items: found.map(describeVersion) };
    },
  );
}

const describeVersion = (one: ConsentVersion) => ({
  consentId: one.consentId,
  action: one.action,
  recipient: one.recipient,
  purpose: one.purpose,
  on: one.on,
  until: one.until,
  version: one.version,
  recordedBy: one.recordedBy,
  recordedAt: instantOf(one.recordedAt),
});
