import type { ConsentToDecide } from '@told/agreements';
import type { IdentityDigests } from '@told/codec';
import { type Statement, type Transaction, together } from '@told/service';
import type { Candidate, SubjectInterest } from './subject-interest.ts';

/** A subject's row, once locked. */
export interface LockedSubject {
  readonly subjectKey: string;
  readonly version: number;
  /** changeSequence since which the address is protected, and which agency said so. */
  readonly protectedSince: number | null;
  readonly protectedBy: string | null;
}

/** Everything about a subject that a decision rests on, as of a version of its row. */
export interface SubjectView extends LockedSubject {
  /** In a fixed order; as candidates of a change without predecessor, since most changes have none. */
  readonly interests: readonly Candidate[];
  readonly consents: readonly ConsentToDecide[];
}

export interface SubjectViews {
  /**
   * The views of these subjects, whose rows the transaction has locked. What is remembered of a subject is only a hint: it is used if its
   * version is the locked one, else read again. `isShared`: the rows are locked FOR SHARE and nothing of these subjects was written here;
   * only then is what was read remembered, and never again in a transaction that has read otherwise, since a version that is rolled back
   * (a batch tried record by record) may be given out again for something else.
   * Three statements for those that must be read, sent together, none for the others.
   */
  read(
    tx: Transaction,
    subjects: readonly LockedSubject[],
    isShared: boolean,
  ): Promise<ReadonlyMap<string, SubjectView>>;
}

/** Some 2 KB a subject with two cases: 20 MB at most. */
const REMEMBERED_MAX = 5_000;

type Remembered = Pick<SubjectView, 'version' | 'interests' | 'consents'>;

/** Remembers the subjects decided about last. */
export function createSubjectViews(rememberedMax = REMEMBERED_MAX): SubjectViews {
  // A Map keeps the order of insertion: the first key is the one that was used longest ago.
  const remembered = new Map<string, Remembered>();
  const changing = new WeakSet<Transaction>();
  const recall = ({ subjectKey, version }: LockedSubject): Remembered | undefined => {
    const known = remembered.get(subjectKey);
    if (known?.version !== version) return undefined;
    remembered.delete(subjectKey);
    remembered.set(subjectKey, known);
    return known;
  };
  const remember = (subjectKey: string, read: Remembered): void => {
    remembered.delete(subjectKey);
    remembered.set(subjectKey, read);
    const [oldest] = remembered.keys();
    if (remembered.size > rememberedMax && oldest !== undefined) remembered.delete(oldest);
  };
  return {
    async read(tx, subjects, isShared) {
      const known = new Map(subjects.map((one) => [one.subjectKey, recall(one)]));
      const missing = subjects.filter((one) => known.get(one.subjectKey) === undefined);
      const read = await readSubjects(tx, missing);
      if (!isShared) changing.add(tx);
      if (!changing.has(tx)) for (const [key, one] of read) remember(key, one);
      return new Map(
        subjects.map((subject): [string, SubjectView] => {
          const { interests, consents } = known.get(subject.subjectKey) ??
            read.get(subject.subjectKey) ?? { interests: [], consents: [] };
          return [subject.subjectKey, { ...subject, interests, consents }];
        }),
      );
    },
  };
}

const INTEREST_COLUMNS = `i.interest_id AS "interestId", i.version, i.agency, i.capacity,
  i.case_reference AS "caseReference", i.subject_key AS "subjectKey", i.state, i.matched,
  i.secret_version AS "secretVersion", i.birth_date_digest AS "birthDate", i.surname_prefix_digest AS "surnamePrefix",
  i.initial_digest AS initial, i.postcode_digest AS postcode, i.surname_digest AS surname, i.forename_digest AS forename,
  i.from_on AS "from", i.until_on AS until`;

const REVIEW_COLUMNS = `
  ARRAY(SELECT digest_key::text FROM match_review m
        WHERE m.interest_id = i.interest_id AND m.subject_key = i.subject_key AND m.state = 'confirmed') AS confirmed,
  ARRAY(SELECT digest_key::text FROM match_review m
        WHERE m.interest_id = i.interest_id AND m.subject_key = i.subject_key AND m.state = 'rejected') AS rejected`;

const READ_INTERESTS: Statement = {
  name: 'gateway_read_interests_of_subjects',
  text: `SELECT ${INTEREST_COLUMNS} FROM interest i WHERE i.subject_key = ANY ($1::text[])
         ORDER BY i.subject_key, i.agency, i.case_reference, i.capacity`,
};

const READ_INTERESTS_BY_ID: Statement = {
  name: 'gateway_read_interests_by_id',
  text: `SELECT ${INTEREST_COLUMNS}, ${REVIEW_COLUMNS} FROM interest i WHERE i.interest_id = ANY ($1::uuid[])
         ORDER BY i.agency, i.case_reference, i.capacity`,
};

// Few interests have any: one look for all subjects, not two for each interest.
const READ_REVIEWS: Statement = {
  name: 'gateway_read_settled_reviews_of_subjects',
  text: `SELECT interest_id AS "interestId", subject_key AS "subjectKey", digest_key AS "digestKey", state
         FROM match_review WHERE subject_key = ANY ($1::text[]) AND state <> 'open'`,
};

const READ_CONSENTS: Statement = {
  name: 'gateway_read_consents_of_subjects',
  text: `SELECT subject_key AS "subjectKey", consent_id AS "consentId", version, recipient, purpose, action,
                on_day AS "on", until_on AS until
         FROM consent WHERE subject_key = ANY ($1::text[]) ORDER BY subject_key, recipient, purpose`,
};

type Reviewed = Pick<SubjectInterest, 'confirmed' | 'rejected'>;
type InterestColumns = Omit<SubjectInterest, 'identityDigests' | keyof Reviewed> & IdentityDigests;
type ReviewColumns = Pick<SubjectInterest, 'interestId' | 'subjectKey'> & {
  readonly digestKey: string;
  readonly state: keyof Reviewed;
};
type ConsentColumns = ConsentToDecide & { readonly subjectKey: string };

async function readSubjects(
  tx: Transaction,
  subjects: readonly LockedSubject[],
): Promise<ReadonlyMap<string, Remembered>> {
  if (subjects.length === 0) return new Map();
  const keys = subjects.map((one) => one.subjectKey);
  const [interests, reviews, consents] = await together([
    tx.query<InterestColumns>(READ_INTERESTS, [keys]),
    tx.query<ReviewColumns>(READ_REVIEWS, [keys]),
    tx.query<ConsentColumns>(READ_CONSENTS, [keys]),
  ]);
  const reviewsOf = Map.groupBy(reviews.rows, nameCase);
  const interestsOf = Map.groupBy(interests.rows, (one) => one.subjectKey);
  const consentsOf = Map.groupBy(consents.rows, (one) => one.subjectKey);
  return new Map(
    subjects.map(({ subjectKey, version }): [string, Remembered] => [
      subjectKey,
      {
        version,
        interests: (interestsOf.get(subjectKey) ?? []).map((row) =>
          readCandidate(row, sortReviews(reviewsOf.get(nameCase(row)) ?? [])),
        ),
        consents: (consentsOf.get(subjectKey) ?? []).map(({ subjectKey: _, ...one }) => one),
      },
    ]),
  );
}

/** Interests whatever their subjects are by now; for whom a past release went to. */
export async function readInterestsById(
  tx: Transaction,
  interestIds: readonly string[],
): Promise<readonly SubjectInterest[]> {
  if (interestIds.length === 0) return [];
  const { rows } = await tx.query<InterestColumns & Reviewed>(READ_INTERESTS_BY_ID, [interestIds]);
  return rows.map((row) => readInterest(row, row));
}

/** A case as this subject's: what was settled about it and another subject says nothing here. */
const nameCase = (of: Pick<SubjectInterest, 'interestId' | 'subjectKey'>): string =>
  `${of.interestId}/${of.subjectKey}`;

const UNREVIEWED: Reviewed = { confirmed: [], rejected: [] };

function sortReviews(reviews: readonly ReviewColumns[]): Reviewed {
  if (reviews.length === 0) return UNREVIEWED;
  const of = (state: keyof Reviewed): readonly string[] =>
    reviews.flatMap((one) => (one.state === state ? [one.digestKey] : []));
  return { confirmed: of('confirmed'), rejected: of('rejected') };
}

const readCandidate = (row: InterestColumns, reviewed: Reviewed): Candidate => ({
  ...readInterest(row, reviewed),
  wasGiven: false,
  isChainWaiting: false,
  isCurrent: true,
});

function readInterest(row: InterestColumns, { confirmed, rejected }: Reviewed): SubjectInterest {
  const { secretVersion, birthDate, surnamePrefix, initial, postcode, surname, forename } = row;
  const digests = { secretVersion, birthDate, surnamePrefix, initial, postcode, surname, forename };
  const { interestId, version, agency, capacity, caseReference, subjectKey } = row;
  const { state, matched, from, until } = row;
  return {
    ...{ interestId, version, agency, capacity, caseReference, subjectKey },
    ...{ state, matched, from, until, confirmed, rejected },
    identityDigests: digests,
  };
}
