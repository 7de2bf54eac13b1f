import {
  actorOf,
  checkReason,
  type Database,
  problem,
  requireScope,
  type Transaction,
  type WantedAction,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import type { FindErased } from '../openings/find-erased.ts';
import { isSubjectKnown } from '../timeline/queries.ts';
import type { FindPerson, PersonNamed } from './ask-intake.ts';
import { namedSchema } from './named-schema.ts';

export interface FindPorts {
  readonly db: Database;
  readonly findPerson: FindPerson;
  readonly findErased: FindErased;
  record(tx: Transaction, action: WantedAction): Promise<unknown>;
}

/** POST /v1/people/find: the subject key of a person, who is named in the body so that no address has it. That somebody asked is kept, also when nobody was found. */
export function addFindPeople(
  http: FastifyInstance,
  { db, findPerson, findErased, record }: FindPorts,
): void {
  http.post<{ Body: PersonNamed & { readonly reason: string } }>(
    '/v1/people/find',
    {
      onRequest: requireScope('audit:read'),
      config: {
        problems: ['person-unknown', 'person-erased', 'names-a-person', 'dependency-unavailable'],
      },
      schema: {
        operationId: 'findPerson',
        summary: 'Find a person by National Insurance number, or by an agency’s case reference',
        body: namedSchema,
        response: {
          200: {
            description: 'The person’s key on the bus.',
            type: 'object',
            required: ['subjectKey'],
            properties: { subjectKey: { type: 'string' } },
          },
        },
      },
    },
    async ({ body: { reason, ...named }, caller }) => {
      checkReason(reason);
      const found = await findPerson(named);
      // A number gives a key whether or not anybody ever told anything of whom it is.
      const subjectKey = found !== null && (await isSubjectKnown(db, found)) ? found : null;
      const target: WantedAction['target'] =
        subjectKey === null
          ? { kind: 'agency', id: caller.agency }
          : { kind: 'subject', subjectKey };
      const records = subjectKey === null ? 0 : 1;
      const looked = { action: 'person-looked-up', target, records, reason } as const;
      await db.transaction((tx) => record(tx, { ...looked, actor: actorOf(caller) }));
      if (subjectKey !== null) return { subjectKey };
      const isErased = found !== null && (await findErased(found)) !== undefined;
      throw problem(isErased ? 'person-erased' : 'person-unknown');
    },
  );
}
