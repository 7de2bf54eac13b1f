import { jsonSchemaFor, type Person } from '@told/codec';
import { type Database, problem, problemOfFields, reasonSchema } from '@told/service';
import { findPeople, personOf } from '../acceptance/people.ts';
import { completePerson } from './complete-person.ts';
import type { PersonReader } from './read-person.ts';
import { lookUpPersons } from './resolve-persons.ts';

/** A person as an operator names one: by number, by an agency's case, or by key. */
export interface NamedPerson {
  readonly person?: Partial<Person>;
  readonly agency?: string;
  readonly caseReference?: string;
  readonly subjectKey?: string;
}

/** A person so named, and why. */
export const namedPersonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['reason'],
  properties: {
    person: jsonSchemaFor('Person'),
    agency: { type: 'string', maxLength: 40, description: 'Whose case it is.' },
    caseReference: {
      type: 'string',
      maxLength: 40,
      description: 'Instead of a number: whoever this case of that agency is about.',
    },
    subjectKey: {
      type: 'string',
      pattern: '^[0-9a-f]{32}$',
      description: 'Instead of either: the key that the bus knows the person by.',
    },
    reason: reasonSchema,
  },
} as const;

/** The key that the person goes by. Throws the problem `person-unknown`, or the one of the number. */
export async function findNamed(
  ports: { readonly db: Database; readonly reader: PersonReader },
  { person = {}, agency = '', caseReference, subjectKey }: NamedPerson,
): Promise<string> {
  const ways = [person.nino ?? undefined, caseReference, subjectKey];
  if (ways.filter((one) => one !== undefined).length !== 1) {
    throw problem('invalid-request', {
      detail: 'A person is named by number, by case or by key, and by one of them.',
    });
  }
  if (subjectKey !== undefined) {
    return personOf(await findPeople(ports.db, [[subjectKey]]), subjectKey);
  }
  const asked = {
    ...{ agency, caseReference: caseReference ?? null, person: completePerson(person) },
    ...{ purpose: 'find' as const, relink: false, beside: false, subjectKey: null },
  };
  const [found] = await lookUpPersons(ports.db, [ports.reader.read(asked)]);
  if (found === undefined) throw problem('person-unknown');
  if ('subjectKey' in found) return found.subjectKey;
  const { code } = found;
  throw code === 'person-unknown' || code === 'nino-missing'
    ? problem('person-unknown')
    : problemOfFields([{ pointer: '/person/nino', code }]);
}
