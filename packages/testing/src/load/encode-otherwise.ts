import type { SeededRandom } from '../seeded-random.ts';

/**
 * The same value as another JSON text: members in another order, other white space on the one line, letters as escapes, numbers with an exponent,
 * and nulls where the schema allows a field to be left out.
 */
export function encodeOtherwise(
  { idempotencyKey, change }: { readonly idempotencyKey: string; readonly change: object },
  random: SeededRandom,
): string {
  return encode({ change: { ...change, dutyDischarged: null }, idempotencyKey }, random);
}

function encode(value: unknown, random: SeededRandom): string {
  const space = random.pick(['', ' ', '  ', '\t']);
  if (Array.isArray(value)) {
    return `[${space}${value.map((one) => encode(one, random)).join(`,${space}`)}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).reverse();
    const told = members.map(([name, of]) => `${quote(name)}${space}: ${encode(of, random)}`);
    return `{${space}${told.join(` ,${space}`)}${space}}`;
  }
  if (typeof value === 'number' && value !== 0 && value % 100 === 0) return `${value / 100}e2`;
  return typeof value === 'string' ? quote(value) : JSON.stringify(value);
}

/** Every letter outside ASCII and every fourth within it as its code. */
const quote = (text: string): string =>
  [...JSON.stringify(text)]
    .map((letter) => (/[dhlpt]|[^\x20-\x7e]/.test(letter) ? toCode(letter) : letter))
    .join('');

const toCode = (letter: string): string =>
  `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
