import { isThirdParty } from '@told/agreements';
import { createBatcher, type Database, Problem, problem } from '@told/service';
import { createFindSubject, NOBODY } from '../consents/find-subject.ts';
import { interestIdOf } from '../ids.ts';
import { readRejectedLinks } from '../matches/review-queries.ts';
import type { Registration, StoredInterest } from './interest.ts';
import { findInterest, readCaseSubjects } from './queries.ts';
import type { PersonResolver } from './resolve-persons.ts';

/** Makes intake take a case for whom it is registered, once that is kept. */
export interface CaseSettler {
  (interest: StoredInterest): Promise<void>;
  /**
   * The same after a registration was refused that intake had been asked about by then: of two at once for two persons it may have remembered
   * the other one than was kept.
   */
  refused(registration: Registration): Promise<void>;
  drain(): Promise<void>;
}

const BATCH_MAX = 500;
const WAITING_MAX = 10_000;
/** Each is one recall and registration more in the moment that the last one took. */
const ROUNDS_MAX = 5;

/**
 * What an agency tells by case reference alone is told of whom intake takes the case for. Who that is must never be somebody whom an officer
 * found it not to be about; which is known only once the registration is kept, since a recall or another registration may come before it. So
 * intake is told afterwards, and the interest read again, until both agree. Where it cannot be told the registration stands, and registering
 * again tells it. Costs a look at the refused links of the batch, and no call unless there is one. Rejects with `dependency-unavailable`, or
 * with `busy` when the case was recalled time and again.
 */
export function createCaseSettler(db: Database, resolve: PersonResolver): CaseSettler {
  const findSubject = createFindSubject(resolve);
  const readRejected = createBatcher<string, ReadonlySet<string>>({
    async run(interestIds) {
      const rejected = await readRejectedLinks(db, interestIds);
      return interestIds.map(() => rejected);
    },
    maxItems: BATCH_MAX,
    maxQueued: WAITING_MAX,
    lingerMs: 0,
  });
  const isWrong = async ({ interestId, agency, caseReference }: StoredInterest) => {
    const rejected = await readRejected(interestId);
    const isAnyOf = [...rejected].some((one) => one.startsWith(`${interestId}/`));
    if (!isAnyOf) return false;
    const known = await findKnown({ agency, caseReference });
    return known !== null && rejected.has(`${interestId}/${known}`);
  };
  const findKnown = async (named: { readonly agency: string; readonly caseReference: string }) => {
    try {
      return await findSubject({ ...named, person: null });
    } catch (error) {
      if (error instanceof Problem && error.code === 'person-unknown') return null;
      throw error;
    }
  };
  const tell = ({ agency, caseReference, subjectKey }: StoredInterest) => {
    const asked = { agency, caseReference, subjectKey, person: NOBODY, relink: true };
    return resolve({ ...asked, purpose: 'interest' });
  };
  const settle = async (kept: StoredInterest): Promise<void> => {
    // It says nothing of whom the case is about.
    if (isThirdParty(kept.capacity)) return;
    let interest: StoredInterest | undefined = kept;
    for (let rounds = 0; rounds < ROUNDS_MAX; rounds += 1) {
      if (interest?.state !== 'final' || !(await isWrong(interest))) return;
      await tell(interest);
      interest = await findInterest(db, interest.interestId, interest.agency);
    }
    throw problem('busy');
  };
  const refused = async (registration: Registration): Promise<void> => {
    const { agency, capacity, caseReference, subjectKey, state } = registration;
    if (state !== 'final' || isThirdParty(capacity)) return;
    if ((await findKnown({ agency, caseReference })) !== subjectKey) return;
    const interestId = interestIdOf(agency, capacity, caseReference);
    const standing = await findInterest(db, interestId, agency);
    // In another capacity the case may well be about this person.
    const persons = await readCaseSubjects(db, { agency, caseReference });
    if (standing?.state === 'final' && !persons.includes(subjectKey)) await tell(standing);
  };
  return Object.assign(settle, { refused, drain: () => readRejected.drain() });
}
