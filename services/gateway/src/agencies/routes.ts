import { AgreementError, type FactFields, parseAgency } from '@told/agreements';
import {
  type ActionPorts,
  actorOf,
  checkReason,
  type Database,
  instantOf,
  type Problem,
  problem,
  recordAction,
  requireScope,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import { agencyParams, applySchema, keptSchema, listSchema } from './agency-schemas.ts';
import { applyAgency } from './keep-agencies.ts';
import { type KeptAgency, readNewest } from './queries.ts';

export interface AgencyRoutePorts extends ActionPorts {
  readonly db: Database;
  readonly facts: FactFields;
  /** Agencies whose topics this process has opened. */
  readonly running: ReadonlySet<string>;
  readonly suspensions: { show(): Promise<{ readonly agencies: ReadonlySet<string> }> };
}

/** The agencies as their files say: for the operator to read and to put in force. */
export function addAgencyRoutes(http: FastifyInstance, ports: AgencyRoutePorts): void {
  addRead(http, ports);
  addApply(http, ports);
}

function addRead(http: FastifyInstance, ports: AgencyRoutePorts): void {
  const show = async (agencies: readonly KeptAgency[]) => {
    const { agencies: suspended } = await ports.suspensions.show();
    return agencies.map((one) => describe(one, ports.running, suspended));
  };
  http.get(
    '/v1/agencies',
    {
      onRequest: requireScope('operations:read'),
      schema: {
        operationId: 'listAgencies',
        summary: 'The agencies of the bus, each as its file in force says',
        response: { 200: { description: 'All of them.', ...listSchema } },
      },
    },
    async () => ({ agencies: await show(await readNewest(ports.db)) }),
  );
  http.get<{ Params: { agency: string } }>(
    '/v1/agencies/:agency',
    {
      onRequest: requireScope('operations:read'),
      schema: {
        operationId: 'showAgency',
        summary: 'One agency: its file in force, and how it stands',
        params: agencyParams,
        response: { 200: { description: 'Known.', ...keptSchema } },
      },
      config: { problems: ['not-found'] },
    },
    async (request) => {
      const [found] = await show(await readNewest(ports.db, request.params.agency));
      if (found === undefined) throw problem('not-found');
      return found;
    },
  );
}

/** Why, where nobody says: the file's own review says more. */
const APPLIED = 'the reviewed file was applied';

function addApply(http: FastifyInstance, ports: AgencyRoutePorts): void {
  http.put<{ Params: { agency: string }; Body: { file: string; reason?: string } }>(
    '/v1/agencies/:agency',
    {
      onRequest: requireScope('operations:write'),
      schema: {
        operationId: 'applyAgency',
        summary: 'Put an agency’s reviewed file in force, at once',
        description:
          'The same file again changes nothing. A changed state counts for every decision after the answer. A new agency is told nothing before its topics exist and the services have been started again.',
        params: agencyParams,
        body: applySchema,
        response: {
          200: {
            description: 'In force.',
            ...keptSchema,
            properties: { ...keptSchema.properties, changed: { type: 'boolean' } },
          },
        },
      },
      config: { problems: ['names-a-person'] },
    },
    async (request) => {
      const { params, body } = request;
      const { reason = APPLIED } = body;
      checkReason(reason);
      const file = readFile(body.file, `${params.agency}.yaml`, ports.facts);
      const actor = actorOf(request.caller);
      const target = { kind: 'agency', id: file.id } as const;
      const { kind, agency } = await ports.db.transaction(async (tx) => {
        const kept = await applyAgency(tx, file, ports.clock);
        if (kept.kind === 'kept') {
          await recordAction(tx, { action: 'agency-applied', target, reason, actor }, ports);
        }
        return kept;
      });
      const { agencies: suspended } = await ports.suspensions.show();
      return { ...describe(agency, ports.running, suspended), changed: kind === 'kept' };
    },
  );
}

function readFile(text: string, file: string, facts: FactFields) {
  try {
    return parseAgency(text, { file, facts });
  } catch (error) {
    if (error instanceof AgreementError) throw describeBrokenRules(error);
    throw error;
  }
}

const describeBrokenRules = ({ message, details }: AgreementError): Problem =>
  problem('invalid-request', {
    detail: message,
    errors: details.problems.map(({ path, rule }) => ({
      pointer: '/file',
      code: 'invalid-request',
      detail: path === '' ? rule : `${path}: ${rule}`,
    })),
  });

/** `standing` is what counts: a suspension comes before what the file says, and an agency without topics here is told nothing. */
function describe(
  { agency, version, state, hash, document, recordedAt }: KeptAgency,
  running: ReadonlySet<string>,
  suspended: ReadonlySet<string>,
) {
  const isRunning = running.has(agency);
  const isSuspended = suspended.has(agency);
  const standing = isSuspended ? 'suspended' : isRunning ? state : 'unknown';
  const appliedAt = instantOf(recordedAt);
  return {
    ...{ agency, version, state, hash, appliedAt, standing },
    ...{ suspended: isSuspended, running: isRunning, document },
  };
}
