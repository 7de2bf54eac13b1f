import {
  AUDITOR,
  type Database,
  problem,
  requireScope,
  type ServiceCaller,
  type Statement,
  uuidParams,
} from '@told/service';
import type { FastifyInstance } from 'fastify';

export interface ShowPorts {
  readonly db: Database;
  /** The gateway's address, and this service's own token for it. */
  readonly callGateway: ServiceCaller;
  readonly token: () => Promise<string>;
}

interface ChangeRow {
  readonly changeId: string;
  readonly agency: string;
  readonly fact: string;
  readonly changeType: string;
  readonly previousChangeId: string | null;
  readonly occurredOn: string;
  readonly notifiedOn: string;
  readonly receivedOn: string;
  readonly acceptedAt: Date;
}

const FIND: Statement = {
  name: 'intake_find_change',
  text: `SELECT change_id AS "changeId", agency, fact, change_type AS "changeType", previous_change_id AS "previousChangeId",
      occurred_on AS "occurredOn", notified_on AS "notifiedOn", received_on AS "receivedOn", accepted_at AS "acceptedAt"
    FROM accepted_change WHERE change_id = $1`,
};

/** GET /v1/changes/{changeId}: what was told, without its values, and how far it has come. */
export function addShowChange(http: FastifyInstance, ports: ShowPorts): void {
  http.get<{ Params: { changeId: string } }>(
    '/v1/changes/:changeId',
    {
      onRequest: requireScope('changes:read'),
      schema: {
        operationId: 'showChange',
        summary: 'Show a change and its progress',
        description:
          'For the agency that told it, and for auditors. What it shows of recipients is what the agreements let the source see.',
        params: uuidParams('changeId'),
        response: { 200: { description: 'The change.', type: 'object' } },
      },
      config: { problems: ['change-unknown'] },
    },
    async (request) => {
      const { rows } = await ports.db.query<ChangeRow>(FIND, [request.params.changeId]);
      const change = rows[0];
      const { agency } = request.caller;
      // Another agency's change is answered like none: ids must not be probed.
      if (change === undefined || (change.agency !== agency && agency !== AUDITOR)) {
        throw problem('change-unknown');
      }
      return { ...change, progress: await askProgress(ports, change.changeId) };
    },
  );
}

/** The gateway's word; what it does not know yet is still on the way there. */
async function askProgress(ports: ShowPorts, changeId: string): Promise<unknown> {
  const answer = await ports.callGateway<unknown>(`/v1/progress/${changeId}`, {
    token: ports.token,
  });
  return answer.ok ? answer.body : { state: 'on-its-way' };
}
