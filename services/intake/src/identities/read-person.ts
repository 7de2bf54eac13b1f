import type { Person } from '@told/codec';
import {
  type AreaSecret,
  createKeyring,
  type IdentityDigests,
  type IdentityMode,
  type NinoCode,
  parseNino,
} from '@told/identity';
import type { ToldDigests } from '../acceptance/cases.ts';

/** Whom a service asks about: by number, or by an agency's case alone. */
export interface PersonAsked {
  readonly agency: string;
  readonly caseReference: string | null;
  readonly person: Person;
  /**
   * interest: the case is registered as this person's. find: nothing is made or remembered. null: as `interest`, but refused without a number.
   */
  readonly purpose: 'interest' | 'find' | null;
  /** The case's link to another person was found wrong and is recalled. */
  readonly relink: boolean;
  /** The case is another person's, and this one stands beside them: as the partner of its claimant. */
  readonly beside: boolean;
  /** Of an interest without a number: an officer has confirmed that its case is this person's. */
  readonly subjectKey: string | null;
}

/** The same without what must stay behind the door. */
export type PersonRead = Omit<PersonAsked, 'person'> &
  ToldDigests & {
    /** The keys that the number may be known by, or the one that an officer confirmed; null: neither was told. */
    readonly subjectKeys: readonly string[] | null;
    readonly code: NinoCode | 'nino-missing' | null;
  };

export interface PersonReader {
  read(asked: PersonAsked): PersonRead;
  randomSubjectKey(): string;
  /** As if nothing had been told. */
  readonly digestsOfNobody: IdentityDigests;
}

/** Turns identity into keys and digests, so that no other service needs the NINO. `random` gives the asked number of bytes. */
export function createPersonReader(rules: {
  readonly mode: IdentityMode;
  readonly areaSecrets: readonly AreaSecret[];
  readonly random: (bytes: number) => Uint8Array;
}): PersonReader {
  const keys = createKeyring(rules.areaSecrets);
  return {
    read({ person, ...asked }) {
      const digests = keys.digestsOf(person);
      const read = { ...asked, digests, digestsBefore: keys.digestsBefore(person) };
      if (asked.subjectKey !== null)
        return { ...read, subjectKeys: [asked.subjectKey], code: null };
      if (person.nino === null) {
        const code = asked.purpose === null ? 'nino-missing' : null;
        return { ...read, subjectKeys: null, code };
      }
      const nino = parseNino(person.nino, rules.mode);
      return nino.ok
        ? { ...read, subjectKeys: keys.subjectKeys(nino.nino8), code: null }
        : { ...read, subjectKeys: null, code: nino.code };
    },
    randomSubjectKey: () => keys.randomSubjectKey(rules.random),
    digestsOfNobody: keys.digestsOf({}),
  };
}
