/** Which numbers a deployment takes. `synthetic`: only HMRC's example range, first letter Q. `production`: never that range. */
export type IdentityMode = 'synthetic' | 'production';

export type NinoCode =
  | 'nino-malformed'
  | 'nino-temporary'
  | 'nino-administrative'
  | 'nino-prefix'
  | 'nino-foreign-mode';

export interface ParsedNino {
  readonly ok: true;
  /** Two letters and six digits, upper case, no spaces: unique without the suffix. */
  readonly nino8: string;
  readonly suffix: 'A' | 'B' | 'C' | 'D' | null;
  /** Set when the prefix is one that offices invent for their own files: it may stand for nobody, or for two people. */
  readonly warning?: 'administrative-prefix';
}
export interface RefusedNino {
  readonly ok: false;
  readonly code: NinoCode;
}

/** What each refusal means, without the value. */
export const NINO_CODES: Readonly<Record<NinoCode, string>> = {
  'nino-malformed': 'A National Insurance number has two letters, six digits and a suffix A to D.',
  'nino-temporary':
    'This is a temporary reference number, not a National Insurance number; it names nobody for certain.',
  'nino-administrative':
    'This prefix is made up by an office for its own files and is never issued.',
  'nino-prefix': 'No National Insurance number begins with these two letters.',
  'nino-foreign-mode':
    'Numbers beginning with Q are synthetic: a synthetic deployment takes only these, a production one never.',
};

const SPACE = /[\s\u00a0]+/g;
const SHAPE = /^([A-Z]{2}[0-9]{6})([A-D])?$/;
const TEMPORARY = /^[0-9]{2}[A-Z][0-9]{5}$/;
/** No input that is longer can be a number, however it is spaced. */
const LENGTH_MAX = 32;

// HMRC NIM39110.
const NEVER_FIRST = new Set('DFIQUV');
const NEVER_SECOND = new Set('DFIOQUV');
const NEVER_ISSUED = new Set(['BG', 'GB', 'KN', 'NK', 'NT', 'TN', 'ZZ']);
// The manual's list is open ("include"), so an unlisted prefix is not thereby a person's; OO and FY break the letter rules too.
const ADMINISTRATIVE = new Set(['OO', 'CR', 'FY', 'MW', 'NC', 'PP', 'PY', 'PZ']);

/**
 * Reads a National Insurance number as a person may write it: spaces and lower case are taken, the suffix may be missing.
 * There is no check digit. Rules: HMRC NIM39110; the example range Q is HMRC's own.
 */
export function parseNino(text: string, mode: IdentityMode): ParsedNino | RefusedNino {
  // Only ASCII is put into upper case: 'ſ' and 'ı' would become letters that nobody wrote.
  if (text.length > LENGTH_MAX) return refuse('nino-malformed');
  const compact = text.replace(SPACE, '').replace(/[a-z]/g, (letter) => letter.toUpperCase());
  if (TEMPORARY.test(compact)) return refuse('nino-temporary');
  const shape = SHAPE.exec(compact);
  if (shape === null) return refuse('nino-malformed');
  const nino8 = shape[1] as string;
  const suffix = (shape[2] ?? null) as ParsedNino['suffix'];
  if (nino8.startsWith('Q') !== (mode === 'synthetic')) return refuse('nino-foreign-mode');
  if (mode === 'synthetic') return { ok: true, nino8, suffix };
  return checkPrefix(nino8, suffix);
}

function checkPrefix(nino8: string, suffix: ParsedNino['suffix']): ParsedNino | RefusedNino {
  const prefix = nino8.slice(0, 2);
  const isPossible =
    !NEVER_FIRST.has(prefix.charAt(0)) &&
    !NEVER_SECOND.has(prefix.charAt(1)) &&
    !NEVER_ISSUED.has(prefix);
  if (ADMINISTRATIVE.has(prefix)) {
    return isPossible
      ? { ok: true, nino8, suffix, warning: 'administrative-prefix' }
      : refuse('nino-administrative');
  }
  return isPossible ? { ok: true, nino8, suffix } : refuse('nino-prefix');
}

function refuse(code: NinoCode): RefusedNino {
  return { ok: false, code };
}
