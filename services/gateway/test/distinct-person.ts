import { makePerson, type TestPerson } from './people.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const DAY_MS = 86_400_000;

/** A made-up person whose particulars nobody else of the test has. */
export function makeDistinctPerson(number: number, told: Partial<TestPerson> = {}): TestPerson {
  const letters = [...String(number)].map((digit) => LETTERS[Number(digit)]).join('');
  return makePerson(number, {
    surname: `${letters}son`,
    forename: 'Asha',
    birthDate: new Date(Date.UTC(1950, 0, 1) + number * DAY_MS).toISOString().slice(0, 10),
    postcode: `LU${(number % 9) + 1} ${number % 10}AA`,
    ...told,
  });
}

/** How an office that has no number names the person. */
export function withoutNumber({ surname, forename, birthDate, postcode }: TestPerson) {
  return { surname, forename, birthDate, postcode };
}
