import { hashLeaf, planConsistency, planInclusion } from '@told/ledger';
import { type Database, problem, requireScope } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { listKeys } from '../keys/ledger-keys.ts';
import { countAlarms, listAlarms } from './alarms.ts';
import { findLedger, type KeptHead, readEntries, readHead, readHeads } from './queries.ts';
import { readProof } from './read-nodes.ts';
import {
  ALARMS_QUERY,
  ALARMS_SCHEMA,
  CONSISTENCY_QUERY,
  CONSISTENCY_SCHEMA,
  ENTRIES_QUERY,
  ENTRIES_SCHEMA,
  HEAD_QUERY,
  HEAD_SCHEMA,
  HEADS_SCHEMA,
  INCLUSION_QUERY,
  INCLUSION_SCHEMA,
  PAGE_DEFAULT,
} from './route-schemas.ts';

interface LedgerPorts {
  readonly db: Database;
}

/** Any ledger that is kept here; without one, the newest. */
interface Asked {
  readonly ledger?: string;
}

interface Covered extends KeptHead {
  readonly no: number;
  readonly ledgerId: string;
}

/** GET /v1/ledger/…: what the ledger holds, and proofs of it. Everything is as of a signed head, and so never contradicted later. */
export function addLedgerRoutes(http: FastifyInstance, { db }: LedgerPorts): void {
  const onRequest = requireScope('ledger:read');
  const config = { problems: ['beyond-the-head', 'not-found'] as const };

  /** The newest head, if it covers the size asked for. */
  async function coverSize({ ledger }: Asked, size = 0): Promise<Covered> {
    const found = await findLedger(db, ledger);
    if (found === undefined) throw problem('not-found');
    const head = await readHead(db, found.no);
    if (head === undefined || size > head.size) throw problem('beyond-the-head');
    return { ...head, no: found.no, ledgerId: found.id };
  }

  http.get<{ Querystring: Asked }>(
    '/v1/ledger/head',
    {
      onRequest,
      config,
      schema: {
        operationId: 'showHead',
        summary: 'The newest signed head, and the keys that verify it',
        querystring: HEAD_QUERY,
        response: { 200: HEAD_SCHEMA },
      },
    },
    async ({ query }) => {
      const { no, ledgerId, size, root, note } = await coverSize(query);
      const keys = (await listKeys(db, no)).map(({ key }) => key);
      return { ledgerId, size, root: root.toString('hex'), note, keys };
    },
  );

  http.get<{ Querystring: Asked & { readonly from?: number; readonly limit?: number } }>(
    '/v1/ledger/heads',
    {
      onRequest,
      config,
      schema: {
        operationId: 'listHeads',
        summary: 'Heads over so many entries and more, in the order of their sizes',
        querystring: ENTRIES_QUERY,
        response: { 200: HEADS_SCHEMA },
      },
    },
    async ({ query }) => {
      const { no, ledgerId, size } = await coverSize(query);
      const { from = 0, limit = PAGE_DEFAULT } = query;
      const heads = await readHeads(db, { ledger: no, from, limit });
      const last = heads.at(-1)?.size ?? size;
      return {
        ...{ ledgerId, size },
        items: heads.map(({ root, ...head }) => ({ ...head, root: root.toString('hex') })),
        next: last < size ? last + 1 : null,
      };
    },
  );

  http.get<{ Querystring: Asked & { readonly from?: number; readonly limit?: number } }>(
    '/v1/ledger/entries',
    {
      onRequest,
      config,
      schema: {
        operationId: 'listEntries',
        summary: 'Entries from one on, in their order',
        querystring: ENTRIES_QUERY,
        response: { 200: ENTRIES_SCHEMA },
      },
    },
    async ({ query }) => {
      const { no, ledgerId, size } = await coverSize(query);
      const { from = 0, limit = PAGE_DEFAULT } = query;
      const items = await readEntries(db, { ledger: no, from, until: size, limit });
      const last = items.at(-1);
      const next = last === undefined || last.index + 1 >= size ? null : last.index + 1;
      return { ledgerId, size, items, next };
    },
  );

  http.get<{ Querystring: Asked & { readonly limit?: number } }>(
    '/v1/ledger/alarms',
    {
      onRequest,
      config,
      schema: {
        operationId: 'listAlarms',
        summary:
          'Entries that somebody should look at: gaps in the log, what could not be read, a ledger that follows another',
        querystring: ALARMS_QUERY,
        response: { 200: ALARMS_SCHEMA },
      },
    },
    async ({ query }) => {
      const { no, ledgerId, size } = await coverSize(query);
      const of = { ledger: no, until: size };
      const [counts, items] = await Promise.all([
        countAlarms(db, of),
        listAlarms(db, { ...of, limit: query.limit ?? PAGE_DEFAULT }),
      ]);
      return { ledgerId, size, counts, items };
    },
  );

  http.get<{ Querystring: Asked & { readonly index: number; readonly size?: number } }>(
    '/v1/ledger/proofs/inclusion',
    {
      onRequest,
      config,
      schema: {
        operationId: 'proveInclusion',
        summary: 'That an entry is in the ledger of so many entries (RFC 9162, 2.1.3.1)',
        querystring: INCLUSION_QUERY,
        response: { 200: INCLUSION_SCHEMA },
      },
    },
    async ({ query }) => {
      const { index, size: asked } = query;
      const { no, ledgerId, size: newest } = await coverSize(query, asked);
      const size = asked ?? newest;
      if (index >= size) throw problem('beyond-the-head');
      const [proof, [entry]] = await Promise.all([
        readProof(db, no, planInclusion(index, size)),
        readEntries(db, { ledger: no, from: index, until: index + 1, limit: 1 }),
      ]);
      const leaf = hashLeaf(Buffer.from(entry?.text ?? ''));
      return { ledgerId, index, size, leaf: leaf.toString('hex'), proof: proof.map(toHex) };
    },
  );

  http.get<{ Querystring: Asked & { readonly earlier: number; readonly size?: number } }>(
    '/v1/ledger/proofs/consistency',
    {
      onRequest,
      config,
      schema: {
        operationId: 'proveConsistency',
        summary: 'That the ledger still begins as it once was (RFC 9162, 2.1.4.1)',
        querystring: CONSISTENCY_QUERY,
        response: { 200: CONSISTENCY_SCHEMA },
      },
    },
    async ({ query }) => {
      const { earlier, size: asked } = query;
      const { no, ledgerId, size: newest } = await coverSize(query, asked);
      const size = asked ?? newest;
      if (earlier > size) throw problem('beyond-the-head');
      const proof = await readProof(db, no, planConsistency(earlier, size));
      return { ledgerId, earlier, size, proof: proof.map(toHex) };
    },
  );
}

const toHex = (hash: Buffer): string => hash.toString('hex');
