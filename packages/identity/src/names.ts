// Apostrophes in every shape people type, the spacing acute (NFKD would turn it into a space) and the modifier letter among them.
const APOSTROPHES = /['`´‘’‛ʹʻʼʽ′＇]/gu;
const HYPHENS = /[-‐‑‒–—−﹣－.]/gu;
const MARKS = /\p{M}+/gu;
const NOT_LETTERS = /[^\p{L} ]+/gu;
const SPACES = /\s+/gu;

/** Letters that Unicode does not decompose, as English offices write them. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  Æ: 'AE',
  Œ: 'OE',
  Ø: 'O',
  Ł: 'L',
  Đ: 'D',
  Ð: 'D',
  Þ: 'TH',
  ẞ: 'SS',
  Ħ: 'H',
  Ŧ: 'T',
};
/** Nothing to fold: nearly every name, at a tenth of the cost of looking for what could be. */
const PLAIN_NAME = /^[A-Za-z]+(?: [A-Za-z]+)*$/;
const PLAIN = /[ÆŒØŁĐÐÞẞĦŦ]/gu;

/**
 * A name as it is compared: Unicode NFKD without marks, upper case, apostrophes gone ("O'Brien" is "OBRIEN"),
 * hyphens and full stops as spaces ("Smith-Jones" is "SMITH JONES"). Empty when no letter is left.
 */
export function normaliseName(text: string): string {
  if (PLAIN_NAME.test(text)) return text.toUpperCase();
  const once = foldLetters(text.replace(APOSTROPHES, ''));
  // Upper case can bring marks and apostrophes back ('ŉ', 'ǰ'), hence the second round.
  return foldLetters(once.toUpperCase().replace(APOSTROPHES, ''))
    .replace(PLAIN, (letter) => PLAIN_LETTERS[letter] ?? letter)
    .replace(NOT_LETTERS, '')
    .replace(SPACES, ' ')
    .trim();
}

function foldLetters(text: string): string {
  return text
    .normalize('NFKD')
    .replace(APOSTROPHES, '')
    .replace(MARKS, '')
    .replace(HYPHENS, ' ')
    .replace(SPACES, ' ');
}

/** The first three letters of the whole surname, its parts joined ("De la Cruz" is "DEL"); null without a letter. HMRC's matching rule. */
export function surnamePrefix(surname: string): string | null {
  const letters = [...normaliseName(surname).replaceAll(' ', '')];
  return letters.length === 0 ? null : letters.slice(0, 3).join('');
}

/** The whole name as it is compared, its parts joined; null without a letter. */
export function wholeName(name: string): string | null {
  return normaliseName(name).replaceAll(' ', '') || null;
}

/** The first letter of the forename; null without a letter. */
export function initial(forename: string): string | null {
  return [...normaliseName(forename)][0] ?? null;
}
