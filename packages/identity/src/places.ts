const POSTCODE = /^([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})$/;
const UPRN = /^[0-9]{1,12}$/;
const UPRN_DIGITS = 12;
const LENGTH_MAX = 32;

/** "lu13aa" is "LU1 3AA"; null when it has not the shape of a postcode. */
export function normalisePostcode(text: string): string | null {
  if (text.length > LENGTH_MAX) return null;
  const compact = text.replace(/\s+/g, '').replace(/[a-z]/g, (letter) => letter.toUpperCase());
  const parts = POSTCODE.exec(compact);
  return parts === null ? null : `${parts[1]} ${parts[2]}`;
}

/** A Unique Property Reference Number in its compared form, twelve digits; null when it is not one. `000000199356` is a real one. */
export function padUprn(text: string): string | null {
  return UPRN.test(text) ? text.padStart(UPRN_DIGITS, '0') : null;
}
