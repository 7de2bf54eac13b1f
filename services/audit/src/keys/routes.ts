import {
  actorOf,
  type Clock,
  type Database,
  instantOf,
  problem,
  reasonBodySchema,
  requireScope,
  type Transaction,
  type WantedAction,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import type { PreparePorts } from '../ledger/prepare-entries.ts';
import { findLedger, readHead } from '../ledger/queries.ts';
import { type LedgerKey, type LedgerSigners, listKeys } from './ledger-keys.ts';
import { rotateKey } from './rotate-key.ts';
import { KEY_SCHEMA, KEYS_QUERY, KEYS_SCHEMA } from './route-schemas.ts';

interface KeyPorts {
  readonly db: Database;
  readonly clock: Clock;
  readonly append: PreparePorts;
  readonly signers: LedgerSigners;
  readonly record: (tx: Transaction, action: WantedAction) => Promise<unknown>;
}

/** The keys that sign the ledger: listed for whoever verifies, and rotated by an operator. */
export function addKeyRoutes(http: FastifyInstance, ports: KeyPorts): void {
  addList(http, ports);
  addRotate(http, ports);
}

function addList(http: FastifyInstance, { db }: KeyPorts): void {
  http.get<{ Querystring: { readonly ledger?: string } }>(
    '/v1/ledger/keys',
    {
      onRequest: requireScope('ledger:read'),
      config: { problems: ['not-found'] },
      schema: {
        operationId: 'listLedgerKeys',
        summary: 'The keys that have signed the ledger, and how each follows from the one before',
        querystring: KEYS_QUERY,
        response: { 200: KEYS_SCHEMA },
      },
    },
    async ({ query }) => {
      const found = await findLedger(db, query.ledger);
      if (found === undefined) throw problem('not-found');
      const size = (await readHead(db, found.no))?.size ?? 0;
      const keys = await listKeys(db, found.no);
      // As everything that is told of the ledger: only what a signed head covers.
      const items = keys.filter(({ entry }) => entry === null || entry < size).map(showKey);
      return { ledgerId: found.id, size, items };
    },
  );
}

function addRotate(http: FastifyInstance, ports: KeyPorts): void {
  const { record, signers } = ports;
  http.post<{ Body: { readonly reason: string } }>(
    '/v1/ledger/keys/rotate',
    {
      onRequest: requireScope('operations:write'),
      config: { problems: ['no-next-key', 'names-a-person'] },
      schema: {
        operationId: 'rotateLedgerKey',
        summary: 'Go on signing the ledger with the next key that the service was given',
        description:
          'The key that signed until now names the next one, and so does an entry; heads that cover this entry are signed by the next key.',
        body: reasonBodySchema,
        response: { 200: KEY_SCHEMA },
      },
    },
    async ({ body, caller }) => {
      const { reason } = body;
      const taken = await rotateKey({
        ...ports,
        record: (tx, id) =>
          record(tx, {
            ...{ action: 'ledger-key-rotated', target: { kind: 'ledger', id } },
            ...{ reason, actor: actorOf(caller) },
          }),
      });
      return { ledgerId: signers.ledgerId, ...showKey(taken) };
    },
  );
}

const showKey = ({ key, succession, entry, sinceMicros }: LedgerKey) => ({
  ...{ key, succession, entry },
  since: instantOf(sinceMicros),
});
