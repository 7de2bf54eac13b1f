import type { FastifyInstance } from 'fastify';
import { checkReason, reasonBodySchema } from '../actions/reason.ts';
import { actorOf } from '../auth/caller.ts';
import { requireScope } from '../auth/scopes.ts';
import { digestKey, formatKey } from '../database/stored-bytes.ts';
import { problem } from '../http/problems.ts';
import { cutPage, readCursor } from './page-cursor.ts';
import {
  type DeadLetterRow,
  type DeadLetterState,
  listDeadLetters,
  type RecordPlace,
  stateOfDeadLetter,
} from './park-queries.ts';
import { formatInstant } from './parked-routes.ts';
import {
  deadLetterPageSchema,
  deadLetterQuerySchema,
  deadLetterSchema,
  PAGE_DEFAULT,
  placeParams,
  releasedSchema,
} from './parked-schemas.ts';
import { readRecord, redriveDeadLetter } from './redrive-dead-letter.ts';
import { findHandler, findKey, type ParkedPorts, releaseKey } from './release-key.ts';
import { targetOf } from './target-of.ts';

interface PlaceParams {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

/** Dead letters: listed, looked at, given to the service again. */
export function addDeadLetterRoutes(http: FastifyInstance, ports: ParkedPorts): void {
  addList(http, ports);
  addShow(http, ports);
  addRedrive(http, ports);
}

interface ListQuery {
  readonly topic?: string;
  readonly cause?: string;
  readonly state?: DeadLetterState;
  readonly cursor?: string;
  readonly limit?: number;
}

const CURSOR = /^[a-z][a-z0-9.-]{1,119} \d{1,10} \d{1,19}$/;

function addList(http: FastifyInstance, { db }: ParkedPorts): void {
  http.get<{ Querystring: ListQuery }>(
    '/v1/dead-letters',
    {
      onRequest: requireScope('operations:read'),
      schema: {
        operationId: 'listDeadLetters',
        summary: 'The records that could not be read or were given up, and how each stands',
        querystring: deadLetterQuerySchema,
        response: { 200: { description: 'A page.', ...deadLetterPageSchema } },
      },
    },
    async ({ query }) => {
      const { topic = null, cause = null, state = null, limit = PAGE_DEFAULT } = query;
      const [ofTopic = '', partition = '', offset = ''] = readCursor(query.cursor, CURSOR) ?? [];
      const after =
        query.cursor === undefined
          ? null
          : { topic: ofTopic, partition: Number(partition), offset: BigInt(offset) };
      const filter = { topic, cause, state, after, at: null, limit: limit + 1 };
      const found = await listDeadLetters(db, filter);
      const placeOf = (one: DeadLetterRow) => [one.topic, String(one.partition), one.offset];
      const { items, next } = cutPage(found, limit, placeOf);
      return { items: items.map(showLetter), next };
    },
  );
}

function showLetter(row: DeadLetterRow) {
  const { toldAtMs, decision: _, ...one } = row;
  return { ...one, toldAt: formatInstant(toldAtMs), state: stateOfDeadLetter(row) };
}

async function findLetter({ db }: ParkedPorts, at: RecordPlace): Promise<DeadLetterRow> {
  const filter = { topic: null, cause: null, state: null, after: null, at, limit: 1 };
  const [found] = await listDeadLetters(db, filter);
  if (found !== undefined) return found;
  throw problem('not-found', { detail: 'There is no such dead letter here.' });
}

const toPlace = ({ topic, partition, offset }: PlaceParams): RecordPlace => ({
  ...{ topic, partition },
  offset: BigInt(offset),
});

function addShow(http: FastifyInstance, ports: ParkedPorts): void {
  http.get<{ Params: PlaceParams }>(
    '/v1/dead-letters/:topic/:partition/:offset',
    {
      onRequest: requireScope('operations:read'),
      schema: {
        operationId: 'showDeadLetter',
        summary: 'One dead letter',
        params: placeParams,
        response: { 200: { description: 'Known.', ...deadLetterSchema } },
      },
      config: { problems: ['not-found'] },
    },
    async ({ params }) => showLetter(await findLetter(ports, toPlace(params))),
  );
}

function addRedrive(http: FastifyInstance, ports: ParkedPorts): void {
  http.post<{ Params: PlaceParams; Body: { readonly reason: string } }>(
    '/v1/dead-letters/:topic/:partition/:offset/redrive',
    {
      onRequest: requireScope('operations:write'),
      schema: {
        operationId: 'redriveDeadLetter',
        summary: 'Give a dead letter’s record to the service again',
        description:
          'One that waits is released with its key. One that an operator took out is read from its topic again: it takes effect at once, or its old place in a key that waits.',
        params: placeParams,
        body: reasonBodySchema,
        response: { 200: { description: 'How far it came.', ...releasedSchema } },
      },
      config: {
        problems: ['not-found', 'not-at-fault', 'redrive-refused', 'record-gone', 'names-a-person'],
      },
    },
    async ({ params, body, caller }) => {
      const { reason } = body;
      checkReason(reason);
      const place = toPlace(params);
      const why = { action: 'dead-letter-redriven', reason, actor: actorOf(caller) } as const;
      const { keyDigest } = await findLetter(ports, place);
      if (keyDigest === null) return redriveTakenOut(ports, place, why);
      const released = await releaseKey(ports, { stream: place.topic, keyDigest }, why);
      if (released === null) throw problem('not-at-fault', { detail: 'It waits no longer.' });
      return released;
    },
  );
}

interface Why {
  readonly action: 'dead-letter-redriven';
  readonly reason: string;
  readonly actor: string;
}

async function redriveTakenOut(ports: ParkedPorts, place: RecordPlace, why: Why) {
  const { db, log, clock, record: say } = ports;
  const { topic, partition } = place;
  const handle = findHandler(ports, topic);
  const record = await readRecord(log, place);
  const key = formatKey(record.key);
  const state = await db.transaction(async (tx) => {
    const decided = { reason: why.reason, actor: why.actor, nowMs: clock.nowMs() };
    const done = await redriveDeadLetter(tx, handle, record, decided);
    const target = targetOf(topic, partition, key);
    await say(tx, { ...why, target, stream: topic, records: 1 });
    return done;
  });
  const keyDigest = digestKey(key);
  if (state === 'released') {
    return { topic, keyDigest, state, moved: 1, waiting: 0, cause: null, code: null };
  }
  const waiting = (await findKey(db, { stream: topic, keyDigest }))?.records ?? 0;
  return { topic, keyDigest, state, moved: 0, waiting, cause: null, code: null };
}
