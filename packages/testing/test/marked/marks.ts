/**
 * Synthetic personal data that occurs nowhere by chance: too long to be a piece of an id or a digest, or with letters that neither has. One value for
 * each personal field of a person, and of each kind of fact.
 */
export const PERSON = {
  nino: 'QQ778891A',
  surname: 'Zzmarksurname',
  forename: 'Zzmarkforename',
  birthDate: '1961-07-13',
  postcode: 'ZZ7 7ZZ',
} as const;
export const NEW_NINO = 'QQ778892B';
export const NEW_POSTCODE = 'ZZ8 8ZZ';
export const LINE = 'Zzmark Lane 7';
export const UPRN = '999977776666';
export const EMPLOYER = 'Zzmark Employer';
export const MEMBER = 'Zzmarkmember';
export const FORMER_NAME = 'Zzmarkformer';
export const PENCE = 7_182_936_455;

/** Who the person is: only submissions bear it. */
const IDENTITY = ['zzmarksurname', 'zzmarkforename', 'qq778891', 'qq778892', 'zz7 7zz', 'zz77zz'];
/** What is told of the person: it is in changes, and in what is released of them. */
const FACTS = ['zzmark', '1961-07-13', 'zz8 8zz', UPRN, String(PENCE)];

export interface Place {
  /** Where it was found: a file, a table, a part of a topic. */
  readonly name: string;
  readonly text: string;
}

const findAny = (places: readonly Place[], marks: readonly string[]): readonly string[] => [
  ...new Set(
    places.flatMap(({ name, text }) => {
      const read = text.toLowerCase();
      return marks.filter((mark) => read.includes(mark)).map((mark) => `${name}: ${mark}`);
    }),
  ),
];

/** Where any mark is. */
export const findMarks = (places: readonly Place[]): readonly string[] =>
  findAny(places, [...FACTS, ...IDENTITY]);

/** Where a mark says who the person is. */
export const findIdentity = (places: readonly Place[]): readonly string[] =>
  findAny(places, IDENTITY);
