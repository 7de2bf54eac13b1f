import { readLocalTime } from '../frame/format-time.ts';
import type { FormError, Texts } from '../frame/page.ts';
import { findFault } from '../home/reason-page.ts';

/** Fields of the form by which a replay is asked for. */
export const ASK_FIELDS = [
  ...['kind', 'agency', 'changeId', 'fact', 'since', 'until', 'why'],
  // Of the preview, so that a form that is sent twice is one replay.
  'replayId',
] as const;

export interface ReplayRequest {
  readonly kind: 're-decide' | 'redeliver';
  readonly asOf?: 'then' | 'now';
  readonly filter: Readonly<Record<string, string>>;
  readonly reason: string;
  readonly replayId?: string;
}

export type ReadRequest =
  | { readonly ok: true; readonly request: ReplayRequest }
  | { readonly ok: false; readonly errors: readonly FormError[] };

export const CHOICES: Readonly<Record<string, string>> = {
  'check-then': 'Check the record: decide again by the inputs of then. Writes nothing',
  'check-now': 'See what would be decided today. Writes nothing',
  redeliver: 'Deliver again to one agency. Needs a second person’s approval',
};

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a form asks for, as the gateway takes it. Times are British. Pure. */
export function readRequest(form: Texts): ReadRequest {
  const errors: FormError[] = [];
  const fault = (field: string, text: string): void =>
    void errors.push({ text, href: `#${field}` });
  const textOf = (name: string): string => (form[name] ?? '').trim();
  const kind = textOf('kind');
  if (!Object.hasOwn(CHOICES, kind)) fault('kind', 'Choose what to do');
  const filter: Record<string, string> = {};
  for (const name of ['agency', 'fact'] as const)
    if (textOf(name) !== '') filter[name] = textOf(name);
  const changeId = textOf('changeId').toLowerCase();
  if (changeId !== '' && !UUID.test(changeId))
    fault('changeId', 'Enter the id of a change in full');
  if (changeId !== '') filter['changeId'] = changeId;
  for (const name of ['since', 'until'] as const) {
    if (textOf(name) === '') continue;
    const instant = readLocalTime(textOf(name));
    if (instant === undefined) fault(name, 'Enter a date and a time');
    else filter[name] = instant;
  }
  if (kind === 'redeliver' && filter['agency'] === undefined) {
    fault('agency', 'Choose the agency to deliver to again');
  }
  const { since, until } = filter;
  if (since !== undefined && until !== undefined && since >= until) {
    fault('until', 'The period must end after it begins');
  }
  const why = textOf('why');
  const whyFault = findFault(why);
  if (whyFault !== undefined) fault('why', whyFault);
  if (errors.length > 0) return { ok: false, errors };
  const asked =
    kind === 'redeliver' ? { kind } : { kind: 're-decide', asOf: kind.slice('check-'.length) };
  const replayId = textOf('replayId');
  const id = UUID.test(replayId) ? { replayId } : {};
  return { ok: true, request: { ...asked, ...id, filter, reason: why } as ReplayRequest };
}
