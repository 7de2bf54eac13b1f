import { AUDITOR, problem, problemOfFields } from '@told/service';

/**
 * Whose cases are asked about: the caller's own. An auditor has none and names the agency: an empty answer would pass for "nobody has".
 * Throws `wrong-agency`, or `invalid-request` for an auditor who names nobody.
 */
export function readAgency(caller: string, asked: string | undefined): string {
  if (caller === AUDITOR) {
    if (asked !== undefined) return asked;
    throw problemOfFields([
      { pointer: '/query/agency', code: 'required', detail: 'an auditor names the agency' },
    ]);
  }
  if (asked !== undefined && asked !== caller) throw problem('wrong-agency');
  return caller;
}
