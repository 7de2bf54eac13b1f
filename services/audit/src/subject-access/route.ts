import { Readable } from 'node:stream';
import {
  actorOf,
  type Clock,
  checkReason,
  NDJSON_MEDIA_TYPE,
  problem,
  requireScope,
  type WantedAction,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import type { PersonNamed } from '../people/ask-intake.ts';
import type { FindPorts } from '../people/find-route.ts';
import { namedSchema } from '../people/named-schema.ts';
import { isSubjectKnown } from '../timeline/queries.ts';
import { type BundlePorts, writeBundle } from './write-bundle.ts';

export interface AccessPorts extends FindPorts, BundlePorts {
  readonly clock: Clock;
}

interface Asked extends PersonNamed {
  readonly reason: string;
  readonly withProtectedAddress?: boolean;
}

/** POST /v1/subject-access: what the bus has of a person, for them to read (UK GDPR art. 15). That it was given is an action, and so an entry. */
export function addSubjectAccess(http: FastifyInstance, ports: AccessPorts): void {
  const { db, findPerson, findErased, record, clock } = ports;
  http.post<{ Body: Asked }>(
    '/v1/subject-access',
    {
      onRequest: requireScope('subject-access:run'),
      config: { problems: ['person-unknown', 'names-a-person', 'dependency-unavailable'] },
      schema: {
        operationId: 'giveSubjectAccess',
        summary:
          'What was told about a person, who was given it, on what basis, and what they answered',
        description:
          'Lines of JSON, each a part; the last, `end`, has the hash of all before it, and an answer without it broke off. What is about somebody else is left out and named by field. Where an address is protected no address is given, unless `withProtectedAddress` says that whoever asks is the person.',
        body: {
          ...namedSchema,
          // The reason, one of the two, and perhaps the address.
          maxProperties: 3,
          properties: {
            ...namedSchema.properties,
            withProtectedAddress: {
              type: 'boolean',
              description:
                'Whoever asks was seen to be the person: addresses told as protected are given too.',
            },
          },
        },
        response: {
          200: {
            description: 'The bundle.',
            content: { [NDJSON_MEDIA_TYPE]: { schema: { type: 'string' } } },
          },
        },
      },
    },
    async ({ body: { reason, withProtectedAddress = false, ...named }, caller }, reply) => {
      checkReason(reason);
      if (Object.keys(named).length !== 1) {
        const detail = 'A person is named by particulars or by case, and by one of them.';
        throw problem('invalid-request', { detail });
      }
      const subjectKey = await findPerson(named);
      if (subjectKey === null) throw problem('person-unknown');
      const isKnown = await isSubjectKnown(db, subjectKey);
      const [page] = await firstOf(ports.readTold(subjectKey));
      if (!isKnown && page?.items.length === 0) throw problem('person-unknown');
      // Of whom nothing is left no key is kept either.
      const target: WantedAction['target'] = isKnown
        ? { kind: 'subject', subjectKey }
        : { kind: 'agency', id: caller.agency };
      const given = { action: 'subject-access-given', target, reason } as const;
      await db.transaction((tx) => record(tx, { ...given, actor: actorOf(caller) }));
      const lines = writeBundle(ports, {
        ...{ subjectKey, withProtected: withProtectedAddress },
        ...{ preparedAt: new Date(clock.nowMs()), erasedUntil: await findErased(subjectKey) },
      });
      return reply
        .type(NDJSON_MEDIA_TYPE)
        .header('cache-control', 'no-store')
        .send(Readable.from(lines));
    },
  );
}

async function firstOf<T>(pages: AsyncGenerator<T>): Promise<readonly T[]> {
  for await (const page of pages) return [page];
  return [];
}
