import { Problem } from '@told/service';
import type { AskedForm, Elsewhere } from '../frame/page.ts';
import { readPage } from '../person/timeline.ts';

/** Nothing was found, or nothing could be looked for. */
interface NotFound {
  readonly given: Readonly<Record<string, string>>;
  readonly faults: readonly { readonly field: string; readonly text: string }[];
  /** What was asked for can be, and is not. */
  readonly isUnknown?: boolean;
}

export type Search = (asked: AskedForm) => Promise<Elsewhere | NotFound>;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SUBJECT_KEY = /^[0-9a-f]{32}$/;
const CASE = /^([a-z][a-z0-9-]{1,39})\/(\S.{0,39})$/;
const NINO = /^[a-z]{2}(?: ?\d){6} ?[a-d]?$/i;
const LENGTH_MAX = 40;

/** What a reference stands for, as the gateway answers. */
interface Reference {
  readonly kind: 'change' | 'decision' | 'release';
  readonly changeId: string;
  /** Whose release it is. */
  readonly agency?: string;
}

/** By an id of the bus, of whatever kind, or an agency's case written as `agency/reference`. */
export const findReference: Search = async (asked) => {
  const given = (asked.form['reference'] ?? '').trim();
  const id = given.toLowerCase();
  if (NINO.test(given)) {
    // Not shown again: it would stand in the page's text.
    return fault(
      'reference',
      '',
      'This looks like a National Insurance number: use “By National Insurance number”',
    );
  }
  if (SUBJECT_KEY.test(id)) return { seeOther: `/people/${id}` };
  const [, agency, caseReference] = CASE.exec(given) ?? [];
  if (agency !== undefined && caseReference !== undefined) {
    return find(asked, { case: { agency, caseReference } }, 'reference', given, UNKNOWN_CASE);
  }
  if (!UUID.test(id)) {
    const text =
      given === ''
        ? 'Enter a reference'
        : 'Enter a reference as the bus writes it: an id such as 19f9e768-4de7-51d0-8f3a-4eda04ffa362, or an agency and its case such as luton/CTB-000123';
    return fault('reference', given, text);
  }
  try {
    const {
      changeId,
      kind,
      agency: of,
    } = await asked.call.gateway<Reference>(`/v1/references/${id}`);
    const isRelease = kind === 'release' && of !== undefined;
    return { seeOther: `/changes/${changeId}${isRelease ? `/agencies/${of}` : ''}` };
  } catch (error) {
    if (!isProblem(error, 'not-found')) throw error;
    return findUndecided(asked, id, given);
  }
};

/** The ledger may know of a change before anything was decided about it. */
async function findUndecided(
  { call, reason }: AskedForm,
  id: string,
  given: string,
): Promise<Elsewhere | NotFound> {
  try {
    await readPage(call.audit, `changes/${id}`, { query: {}, reason }, 1);
    return { seeOther: `/changes/${id}` };
  } catch (error) {
    if (!isProblem(error, 'not-found')) throw error;
    return unknown('reference', given, 'No change, decision or release has this id');
  }
}

const UNKNOWN_CASE = 'No person on the bus has this case';

/** By an agency and its own reference. */
export const findCase: Search = async (asked) => {
  const agency = asked.form['agency'] ?? '';
  const caseReference = (asked.form['caseReference'] ?? '').trim();
  const given = { agency, caseReference };
  const faults = [
    ...(agency === '' ? [{ field: 'agency', text: 'Choose an agency' }] : []),
    ...(caseReference === ''
      ? [{ field: 'caseReference', text: 'Enter the reference of the case' }]
      : []),
    ...(caseReference.length > LENGTH_MAX
      ? [{ field: 'caseReference', text: `The reference must be ${LENGTH_MAX} characters or less` }]
      : []),
  ];
  if (faults.length > 0) return { given, faults };
  const found = await find(asked, { case: given }, 'caseReference', caseReference, UNKNOWN_CASE);
  return 'seeOther' in found ? found : { ...found, given };
};

/** By National Insurance number, which goes no further than the services that look it up, and is not shown again. */
export const findPerson: Search = async (asked) => {
  const nino = (asked.form['nino'] ?? '').replaceAll(/\s/g, '').toUpperCase();
  if (!NINO.test(nino)) {
    const text =
      nino === ''
        ? 'Enter a National Insurance number'
        : 'Enter a National Insurance number as two letters, 6 numbers and a letter, such as QQ 12 34 56 C';
    return fault('nino', '', text);
  }
  return find(asked, { person: { nino } }, 'nino', '', 'No person on the bus has this number');
};

async function find(
  { call, reason }: AskedForm,
  named: object,
  field: string,
  given: string,
  nobody: string,
): Promise<Elsewhere | NotFound> {
  try {
    const body = { ...named, reason };
    const { subjectKey } = await call.audit<{ subjectKey: string }>('/v1/people/find', { body });
    return { seeOther: `/people/${subjectKey}` };
  } catch (error) {
    if (isProblem(error, 'person-unknown')) {
      return unknown(field, given, `${nobody}. That you asked was recorded`);
    }
    if (isProblem(error, 'person-erased')) {
      const text =
        'This person was erased: the ledger cannot tell any more what is about them. That you asked was recorded';
      return unknown(field, given, text);
    }
    if (isProblem(error, 'invalid-request')) return fault(field, given, 'This cannot be looked up');
    throw error;
  }
}

const isProblem = (error: unknown, code: string): boolean =>
  error instanceof Problem && error.code === code;

const fault = (field: string, given: string, text: string): NotFound => ({
  ...{ given: { [field]: given }, faults: [{ field, text }] },
});

const unknown = (field: string, given: string, text: string): NotFound => ({
  ...{ ...fault(field, given, text), isUnknown: true },
});
