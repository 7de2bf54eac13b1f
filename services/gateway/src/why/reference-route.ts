import {
  AUDITOR,
  type Database,
  problem,
  requireScope,
  type Statement,
  uuidParams,
} from '@told/service';
import type { FastifyInstance } from 'fastify';

/** What an id stands for. */
interface Reference {
  readonly kind: 'change' | 'release' | 'decision';
  readonly changeId: string;
  /** Whose release it is; null for the others. */
  readonly agency: string | null;
}

const REFERENCE_SCHEMA = {
  description: 'What it stands for.',
  type: 'object',
  required: ['kind', 'changeId', 'agency'],
  properties: {
    kind: { type: 'string', enum: ['change', 'release', 'decision'] },
    changeId: { type: 'string' },
    agency: { type: ['string', 'null'], description: 'Whose release it is.' },
  },
} as const;

/**
 * One after the other, until one is found. Decisions are looked through, since no index has their ids: each decision that is made would pay for one, and
 * it would be asked a few times a year.
 */
const FIND: Statement = {
  name: 'gateway_find_reference',
  text: `SELECT 'change' AS kind, change_id AS "changeId", NULL::text AS agency FROM decision WHERE change_id = $1 AND run = 1
         UNION ALL SELECT 'release', change_id, agency FROM release WHERE release_id = $1
         UNION ALL SELECT 'decision', change_id, NULL FROM decision WHERE decision_id = $1
         LIMIT 1`,
};

/** GET /v1/references/{id}: an auditor has an id from a letter or a log, and wants to know what to look at. */
export function addReferenceRoute(http: FastifyInstance, db: Database): void {
  http.get<{ Params: { id: string } }>(
    '/v1/references/:id',
    {
      onRequest: requireScope('decisions:read'),
      schema: {
        operationId: 'findReference',
        summary: 'What an id of the bus stands for',
        description: 'A change, a decision or a release. For auditors.',
        params: uuidParams('id'),
        response: { 200: REFERENCE_SCHEMA },
      },
      config: { problems: ['wrong-agency', 'not-found'] },
    },
    async ({ caller, params }) => {
      if (caller.agency !== AUDITOR) throw problem('wrong-agency');
      const { rows } = await db.query<Reference>(FIND, [params.id]);
      if (rows[0] === undefined) throw problem('not-found');
      return rows[0];
    },
  );
}
