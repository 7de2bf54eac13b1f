import { randomUUID } from 'node:crypto';
import { isProblemCode, Problem, type ProblemCode, uuidParams } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { addForm, addPage } from '../frame/add-page.ts';
import { linkTo } from '../frame/link-to.ts';
import type { Asked, AskedForm, Refused, Texts, View } from '../frame/page.ts';
import { describeErrors } from '../frame/read-filters.ts';
import { recordView } from '../frame/record-view.ts';
import { FACTS } from '../person/timeline.ts';
import { ASK_FIELDS, CHOICES, type ReplayRequest, readRequest } from './read-request.ts';
import {
  type Differences,
  describeReplay,
  listFilters,
  type Preview,
  type Replay,
} from './replay.ts';

/** The second, since a look at a page is recorded with it. */
const ASK = ['replay:ask', 'ledger:read'];
const ID = uuidParams('id');
const fields = Object.fromEntries(
  ASK_FIELDS.map((name) => [name, { type: 'string', maxLength: 300 }]),
);
const TEMPLATES = {
  ...{ list: 'replays/replays.njk', ask: 'replays/ask.njk' },
  ...{ preview: 'replays/preview.njk', replay: 'replays/replay.njk' },
} as const;

/** /replays: asked for with a preview, approved by somebody else, watched, and what came of them. */
export function addReplayPages(http: FastifyInstance, agencies: readonly string[]): void {
  const row = { scopes: ASK, needsReason: true };
  addPage(http, {
    ...{ ...row, path: '/replays', template: TEMPLATES.list },
    async read(asked) {
      await recordView(asked, 'replays');
      const { items } = await asked.call.gateway<{ items: readonly Replay[] }>('/v1/replays');
      return { title: 'Replays', showsReason: true, replays: items.map(describeReplay) };
    },
  });
  addPage(http, {
    ...{ ...row, path: '/replays/ask', template: TEMPLATES.ask },
    read: async () => describeAsk(agencies, {}),
  });
  addForm(http, {
    ...{ ...row, path: '/replays/preview', template: TEMPLATES.preview, fields },
    submit: (asked) => preview(agencies, asked),
  });
  addForm(http, {
    ...{ ...row, path: '/replays', template: TEMPLATES.ask, fields },
    async submit({ form, call }) {
      const read = readRequest(form);
      if (!read.ok) return { status: 422, view: describeAsk(agencies, form, read.errors) };
      const { replayId } = await call.gateway<Replay>('/v1/replays', { body: read.request });
      return { seeOther: `/replays/${replayId}` };
    },
  });
  addPage(http, {
    ...{ ...row, path: '/replays/:id', template: TEMPLATES.replay, params: ID },
    querystring: {
      type: 'object',
      additionalProperties: false,
      properties: { after: { type: 'string', pattern: '^[0-9]{1,15}$' } },
    },
    async read(asked) {
      await recordView(asked, 'replays/report');
      return showReplay(asked);
    },
  });
  addForm(http, {
    ...{ ...row, path: '/replays/:id/approval', template: TEMPLATES.replay, params: ID },
    ...{ scopes: [...ASK, 'replay:approve'], fields: {} },
    submit: approve,
  });
}

const describeAsk = (
  agencies: readonly string[],
  given: Texts,
  errors: Refused['view']['errors'] = [],
): View => ({
  ...{
    title: 'Ask for a replay',
    showsReason: true,
    agencies,
    given,
    choices: CHOICES,
    facts: FACTS,
  },
  ...(errors.length > 0 && describeErrors(errors)),
});

/** What it would be about, before anything is asked for. */
async function preview(agencies: readonly string[], { form, call }: AskedForm): Promise<Refused> {
  const read = readRequest(form);
  if (!read.ok) return refuse(agencies, form, read.errors);
  try {
    const found = await call.gateway<Preview>('/v1/replays/preview', { body: read.request });
    return { status: 200, view: describePreview(read.request, found, form) };
  } catch (error) {
    if (!isProblem(error, 'invalid-request')) throw error;
    return refuse(agencies, form, [{ text: 'This cannot be replayed', href: '#kind' }]);
  }
}

/** The form again, on the page of the preview, which has none of its own. */
const refuse = (
  agencies: readonly string[],
  form: Texts,
  errors: Refused['view']['errors'],
): Refused => ({
  ...{ status: 422, view: { ...describeAsk(agencies, form, errors), isForm: true } },
});

const describePreview = (request: ReplayRequest, found: Preview, given: Texts): View => ({
  ...{
    title: 'Check what it is about',
    showsReason: true,
    preview: found,
    given: { ...given, replayId: randomUUID() },
    fields: ASK_FIELDS,
  },
  what: CHOICES[given['kind'] ?? ''],
  filters: listFilters(request.filter),
  needsApproval: request.kind === 'redeliver',
});

async function showReplay({
  params,
  query,
  call,
  person,
}: Omit<Asked, 'log' | 'reason'>): Promise<View> {
  const own = `/v1/replays/${params['id']}`;
  const replay = await call.gateway<Replay>(own);
  const { after } = query;
  const differences = await call.gateway<Differences>(linkTo(`${own}/differences`, { after }));
  const page = `/replays/${replay.replayId}`;
  return {
    ...{ title: 'Replay', showsReason: true, replay: describeReplay(replay) },
    differences: differences.items,
    isLater: after !== undefined,
    first: page,
    later: differences.next === null ? undefined : linkTo(page, { after: differences.next }),
    mayApprove: person.scopes.has('replay:approve') && replay.askedBy !== person.subject,
    isOwn: replay.askedBy === person.subject,
  };
}

const REFUSALS: Readonly<Partial<Record<ProblemCode, string>>> = {
  'replay-own': 'You asked for this replay, so somebody else has to approve it',
  'replay-not-waiting': 'This replay does not wait for approval any more',
};

async function approve(asked: AskedForm) {
  const id = asked.params['id'] ?? '';
  try {
    await asked.call.gateway(`/v1/replays/${id}/approval`, { body: {} });
    return { seeOther: `/replays/${id}` };
  } catch (error) {
    const text = isProblem(error) ? REFUSALS[error.code] : undefined;
    if (text === undefined) throw error;
    const view = await showReplay({ ...asked, query: {} });
    return { status: 422, view: { ...view, errors: [{ text, href: '#approval' }] } } as const;
  }
}

const isProblem = (error: unknown, code?: ProblemCode): error is Problem =>
  error instanceof Problem &&
  isProblemCode(error.code) &&
  (code === undefined || error.code === code);
