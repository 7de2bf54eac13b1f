/**
 * What a reason must not hold, since it is kept for ever and many read it. A net for slips, not for names: no list knows them all.
 * The number's shape is HMRC's (NIM39110), the temporary reference number's too; the suffix is often left out.
 */
const PERSONAL = {
  nino: /\b[a-z]{2}\s*\d\s*\d\s*\d\s*\d\s*\d\s*\d\s*[a-d]?\b/i,
  temporaryNumber: /\b\d{2}\s*[a-z]\s*\d\s*\d\s*\d\s*\d\s*\d\b/i,
  email: /[^\s@]@[^\s@]+\.[^\s@]/,
  telephone: /(?:\+44|\b0)(?:[\s()-]*\d){9,10}\b/,
  postcode: /\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b/i,
  birthDate: /\bborn\b|\b(?:d\.?o\.?b\b|date of birth)/i,
} as const;

/** Whether a text looks as if it named a person: by number, address, telephone, postcode or birth. Pure. */
export function namesPerson(text: string): boolean {
  // Digits, letters and hyphens of other alphabets are made plain first, or a pasted number would pass.
  const plain = text
    .normalize('NFKC')
    .replace(/[‐-―­​]/g, '-')
    .replace(/(?<=\w)-(?=\w)/g, ' ');
  return Object.values(PERSONAL).some((pattern) => pattern.test(plain) || pattern.test(text));
}
