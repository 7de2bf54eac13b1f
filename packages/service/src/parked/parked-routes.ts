import type { FastifyInstance } from 'fastify';
import { checkReason, reasonBodySchema } from '../actions/reason.ts';
import { actorOf } from '../auth/caller.ts';
import { requireScope } from '../auth/scopes.ts';
import { deadLetterParked } from './dead-letter-parked.ts';
import { cutPage, readCursor } from './page-cursor.ts';
import { listParkedKeys, listParkedRecords, type ParkedKeyRow } from './park-queries.ts';
import {
  giveUpSchema,
  keyParams,
  PAGE_DEFAULT,
  parkedKeyWithRecordsSchema,
  parkedPageSchema,
  parkedQuerySchema,
  releasedSchema,
} from './parked-schemas.ts';
import type { ParkedKeyName } from './redrive-piece.ts';
import { findKey, type ParkedPorts, releaseKey, unknownKey } from './release-key.ts';
import { targetOf } from './target-of.ts';

interface KeyParams {
  readonly topic: string;
  readonly keyDigest: string;
}

const nameOf = ({ topic, keyDigest }: KeyParams): ParkedKeyName => ({ stream: topic, keyDigest });

/** Records shown of one key; the first is the one to act on. */
const RECORDS_SHOWN = 20;

/** What is parked: listed, looked at, released, given up. Nothing of what the records say. */
export function addParkedRoutes(http: FastifyInstance, ports: ParkedPorts): void {
  addList(http, ports);
  addShow(http, ports);
  addRelease(http, ports);
  addGiveUp(http, ports);
}

interface ListQuery {
  readonly topic?: string;
  readonly keyDigest?: string;
  readonly cause?: string;
  readonly cursor?: string;
  readonly limit?: number;
}

const CURSOR = /^[a-z][a-z0-9.-]{1,119} [0-9a-f]{16}$/;

function addList(http: FastifyInstance, { db }: ParkedPorts): void {
  http.get<{ Querystring: ListQuery }>(
    '/v1/parked',
    {
      onRequest: requireScope('operations:read'),
      schema: {
        operationId: 'listParked',
        summary: 'The keys whose records wait for an operator, each with what is at fault',
        querystring: parkedQuerySchema,
        response: { 200: { description: 'A page.', ...parkedPageSchema } },
      },
    },
    async ({ query }) => {
      const { topic = null, keyDigest = null, cause = null, limit = PAGE_DEFAULT } = query;
      const [stream, digest] = readCursor(query.cursor, CURSOR) ?? [];
      const after =
        stream === undefined || digest === undefined ? null : { stream, keyDigest: digest };
      const filter = { topic, keyDigest, cause, after, limit: limit + 1 };
      const found = await listParkedKeys(db, filter);
      const placeOf = (one: ParkedKeyRow): readonly string[] => [one.stream, one.keyDigest];
      const { items, next } = cutPage(found, limit, placeOf);
      return { items: items.map(showKey), next };
    },
  );
}

export const formatInstant = (ms: number): string => new Date(ms).toISOString();

const showKey = ({ stream, toldAtMs, ...one }: ParkedKeyRow) => ({
  ...one,
  topic: stream,
  toldAt: toldAtMs === null ? null : formatInstant(toldAtMs),
});

function addShow(http: FastifyInstance, { db }: ParkedPorts): void {
  http.get<{ Params: KeyParams }>(
    '/v1/parked/:topic/:keyDigest',
    {
      onRequest: requireScope('operations:read'),
      schema: {
        operationId: 'showParked',
        summary: 'One parked key and the first of its records',
        params: keyParams,
        response: { 200: { description: 'Parked.', ...parkedKeyWithRecordsSchema } },
      },
      config: { problems: ['not-found'] },
    },
    async ({ params }) => {
      const { topic, keyDigest } = params;
      const found = await findKey(db, nameOf(params));
      if (found === undefined) throw unknownKey();
      const rows = await listParkedRecords(db, { stream: topic, keyDigest }, RECORDS_SHOWN);
      const waiting = rows.map(({ toldAtMs, ...one }) => ({
        ...one,
        toldAt: formatInstant(toldAtMs),
      }));
      return { ...showKey(found), waiting };
    },
  );
}

function addRelease(http: FastifyInstance, ports: ParkedPorts): void {
  http.post<{ Params: KeyParams; Body: { readonly reason: string } }>(
    '/v1/parked/:topic/:keyDigest/release',
    {
      onRequest: requireScope('operations:write'),
      schema: {
        operationId: 'releaseParked',
        summary: 'Give a parked key’s records to the service again, in order',
        description:
          'In pieces, each in a transaction of its own; what is at fault again stays where it is, and everything behind it. Asked again it goes on.',
        params: keyParams,
        body: reasonBodySchema,
        response: { 200: { description: 'How far it came.', ...releasedSchema } },
      },
      config: { problems: ['not-found', 'names-a-person'] },
    },
    async ({ params, body, caller }) => {
      const { topic, keyDigest } = params;
      const why = {
        action: 'parked-released',
        reason: body.reason,
        actor: actorOf(caller),
      } as const;
      const released = await releaseKey(ports, { stream: topic, keyDigest }, why);
      if (released === null) throw unknownKey();
      return released;
    },
  );
}

interface GiveUp {
  readonly reason: string;
  readonly partition: number;
  readonly offset: string;
}

function addGiveUp(http: FastifyInstance, ports: ParkedPorts): void {
  const { db, clock, record } = ports;
  http.post<{ Params: KeyParams; Body: GiveUp }>(
    '/v1/parked/:topic/:keyDigest/dead-letter',
    {
      onRequest: requireScope('operations:write'),
      schema: {
        operationId: 'deadLetterParked',
        summary: 'Take the record at fault out of a parked key, for good',
        description:
          'It becomes a dead letter; its value is kept only in its topic. What waits behind it may be released then.',
        params: keyParams,
        body: giveUpSchema,
        response: { 200: { description: 'Taken out.', ...takenOutSchema } },
      },
      config: { problems: ['not-found', 'not-at-fault', 'names-a-person'] },
    },
    async ({ params, body, caller }) => {
      const { topic, keyDigest } = params;
      const { reason, partition } = body;
      checkReason(reason);
      const actor = actorOf(caller);
      const at = { partition, offset: BigInt(body.offset) };
      await db.transaction(async (tx) => {
        const decided = { reason, actor, nowMs: clock.nowMs() };
        const key = await deadLetterParked(tx, { stream: topic, keyDigest }, at, decided);
        const target = targetOf(topic, partition, key);
        const action = { action: 'parked-dead-lettered', reason, actor } as const;
        await record(tx, { ...action, target, stream: topic, records: 1 });
      });
      const left = await findKey(db, nameOf(params));
      return { topic, partition, offset: body.offset, keyDigest, waiting: left?.records ?? 0 };
    },
  );
}

const takenOutSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    topic: keyParams.properties.topic,
    partition: giveUpSchema.properties.partition,
    offset: giveUpSchema.properties.offset,
    keyDigest: keyParams.properties.keyDigest,
    waiting: { type: 'integer', description: 'Records of the key that still wait.' },
  },
} as const;
