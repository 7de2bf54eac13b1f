import { parseNino } from '@told/identity';
import { problem } from '@told/service';
import type { PersonAsked, PersonResolver } from '../src/interests/resolve-persons.ts';
import { digestsOf, subjectKeyOf } from './people.ts';

/** Intake as a function: numbers by their keys, and a key of its own for each case without one. */
export function createTestResolver(): {
  readonly resolve: PersonResolver;
  /** Persons asked of intake so far. */
  readonly resolved: () => number;
  /** Whom it takes a case to be about. */
  readonly subjectOf: (agency: string, caseReference: string) => string | undefined;
  /** While `work` runs, it does not answer. */
  readonly withoutIntake: <T>(work: () => Promise<T>) => Promise<T>;
  /** From now on this happens between what it does and its answer; nothing with undefined. */
  readonly beforeAnswers: (work: ((asked: PersonAsked) => Promise<unknown>) | undefined) => void;
} {
  const cases = new Map<string, string>();
  const nameless = new Set<string>();
  // The first person stays, unless the link was found wrong, or nobody had told a number.
  const link = (name: string, subjectKey: string, relink = false): void => {
    const known = cases.get(name);
    if (relink || known === undefined || nameless.has(known)) cases.set(name, subjectKey);
  };
  let resolved = 0;
  let isDown = false;
  let work: ((asked: PersonAsked) => Promise<unknown>) | undefined;
  const ask: (asked: Parameters<PersonResolver>[0]) => ReturnType<PersonResolver> = async ({
    agency,
    caseReference,
    person,
    purpose,
    relink,
    beside,
    subjectKey: confirmed,
  }) => {
    if (isDown) throw problem('dependency-unavailable');
    resolved += 1;
    const name = `${agency}/${caseReference}`;
    if (confirmed !== undefined) {
      cases.set(name, confirmed);
      return {
        subjectKey: confirmed,
        digests: digestsOf({ ...person, nino8: '' }),
        state: 'final',
      };
    }
    if (person.nino === null) {
      const known = cases.get(name);
      if (known === undefined && purpose === 'find') throw problem('person-unknown');
      const key = known ?? subjectKeyOf({ nino8: `random ${name} ${resolved}` });
      if (purpose === 'interest') cases.set(name, key);
      if (known === undefined) nameless.add(key);
      return {
        subjectKey: key,
        digests: digestsOf({ ...person, nino8: '' }),
        state: purpose === 'interest' ? 'pending' : 'known-case',
      };
    }
    const nino = parseNino(person.nino, 'synthetic');
    if (!nino.ok) {
      throw problem(nino.code, { errors: [{ pointer: '/person/nino', code: nino.code }] });
    }
    const known = { ...person, nino8: nino.nino8 };
    const subjectKey = subjectKeyOf(known);
    if (purpose === 'interest' && beside !== true) link(name, subjectKey, relink);
    return { subjectKey, digests: digestsOf(known), state: 'final' };
  };
  return {
    resolve: Object.assign(
      async (asked: PersonAsked) => {
        const answer = await ask(asked);
        await work?.(asked);
        return answer;
      },
      { drain: async () => undefined },
    ),
    beforeAnswers(next) {
      work = next;
    },
    resolved: () => resolved,
    subjectOf: (agency, caseReference) => cases.get(`${agency}/${caseReference}`),
    async withoutIntake(work) {
      isDown = true;
      try {
        return await work();
      } finally {
        isDown = false;
      }
    },
  };
}
