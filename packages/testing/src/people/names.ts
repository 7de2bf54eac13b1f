type Some<T> = readonly [T, ...T[]];

const words = (text: string): Some<string> => text.split(' ') as [string, ...string[]];

export const SURNAMES = words(
  'Ahmed Begum Clarke Davies Evans Fox Green Hughes Iqbal Jones Kaur Lewis Mohan Nowak Osei Patel Quinn Roberts Singh Taylor Ullah Vaughan Wright Young Zielinski Ferrão Müller',
);

export const FORENAMES = words(
  'Alex Bea Chris Dana Eli Farah Gus Hana Ivy Jo Kim Lee Maya Noor Omar Priya Rae Sam Tess Uma Zoë',
);

/** A forename, and what people call them: half of these begin with another letter. */
export const NICKNAMES: Some<readonly [string, string]> = [
  ['William', 'Bill'],
  ['Robert', 'Bob'],
  ['Margaret', 'Peggy'],
  ['Elizabeth', 'Beth'],
  ['Richard', 'Dick'],
  ['Thomas', 'Tom'],
  ['Susan', 'Sue'],
  ['Mohammed', 'Mo'],
  ['Katarzyna', 'Kasia'],
  ['Samantha', 'Sam'],
];

/** A surname, and other ways in which offices write it; a part that is left out makes it another name. */
export const SPELLINGS: Some<readonly [string, string]> = [
  ["O'Brien", 'OBrien'],
  ["O'Neill", 'O`Neill'],
  ["O'Connor", 'O Connor'],
  ["D'Souza", 'Dsouza'],
  ["D'Souza", 'D Souza'],
  ['Smith-Jones', 'Smith Jones'],
  ['Khan-Miller', 'KhanMiller'],
  ['Ali-Hassan', 'Ali - Hassan'],
  ['Taylor-Green', 'Green'],
  ['St. John', 'St John'],
];
