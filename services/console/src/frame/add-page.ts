import { Readable } from 'node:stream';
import { problem } from '@told/service';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callAs } from '../back-ends/calls.ts';
import { CSRF_FIELD, checkForm } from './check-form.ts';
import { ownPath } from './own-path.ts';
import type { Asked, Download, Form, Page, Texts } from './page.ts';
import { signInPath } from './put-failure.ts';
import { readReason } from './reason.ts';
import type { SignedIn } from './sign-in.ts';

const NO_TEXTS = { type: 'object', additionalProperties: false, properties: {} } as const;

/** Adds a page. Nobody sees it without being signed in and having its scopes; where it needs a reason, that is asked for first. */
export function addPage(http: FastifyInstance, page: Page): void {
  http.get(
    page.path,
    {
      onRequest: admit(page),
      schema: {
        hide: true,
        querystring: page.querystring ?? NO_TEXTS,
        ...(page.params && { params: page.params }),
      },
    },
    async (request, reply) => {
      const shown = await page.read(describeAsked(request), reply);
      if ('title' in shown) return reply.page(page.template, shown);
      if ('seeOther' in shown) return reply.redirect(shown.seeOther, 303);
      return sendDownload(reply, shown);
    },
  );
}

/** Adds what a form is sent to. Only a form of ours, sent by who it was shown to, is taken. */
export function addForm(http: FastifyInstance, form: Form): void {
  http.post(
    form.path,
    {
      onRequest: admit(form),
      preValidation: async (request: FastifyRequest) =>
        checkForm(request, personOf(request), request.server.frame.ownOrigin),
      schema: {
        hide: true,
        querystring: NO_TEXTS,
        ...(form.params && { params: form.params }),
        body: {
          type: 'object',
          additionalProperties: false,
          properties: { ...form.fields, [CSRF_FIELD]: { type: 'string' } },
        },
      },
    },
    async (request, reply) => {
      const { [CSRF_FIELD]: _, ...fields } = request.body as Texts;
      const done = await form.submit({ ...describeAsked(request), form: fields }, reply);
      if ('seeOther' in done) return reply.redirect(done.seeOther, 303);
      return reply.code(done.status).page(form.template, done.view);
    },
  );
}

/** Before anything of the request is read: who asks, whether they may, and why they look. */
const admit =
  ({ scopes, needsReason = false }: Pick<Page, 'scopes' | 'needsReason'>) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const { signIn, isSecure } = request.server.frame;
    const person = await signIn.find(request);
    if (person === undefined) {
      if (request.method === 'GET') return reply.redirect(signInPath(request), 303);
      throw problem('unauthorized');
    }
    request.signedIn = person;
    // The log and the rate limit know people by it.
    const { agency, subject, scopes: own } = person;
    request.verifiedCaller = { agency, clientId: subject, scopes: own };
    if (!scopes.every((scope) => own.has(scope))) throw problem('forbidden');
    request.reason = readReason(request, subject, isSecure);
    if (needsReason && request.reason === '') {
      return reply.redirect(`/reason?next=${encodeURIComponent(pathBefore(request))}`, 303);
    }
    return undefined;
  };

/** The page itself; for a form, the page that it is on. */
function pathBefore({ method, url, headers, server }: FastifyRequest): string {
  if (method === 'GET') return url;
  const { ownOrigin } = server.frame;
  const page = headers.referer ?? '';
  return page.startsWith(`${ownOrigin}/`) ? ownPath(page.slice(ownOrigin.length)) : '/';
}

function personOf({ signedIn }: FastifyRequest): SignedIn {
  if (signedIn === null) throw new TypeError('a page has a person who was admitted');
  return signedIn;
}

function describeAsked(request: FastifyRequest): Asked {
  const person = personOf(request);
  return {
    person,
    params: request.params as Texts,
    query: request.query as Texts,
    reason: request.reason,
    call: callAs(request.server.frame.backEnds, person, request.traceparent),
    log: request.log,
  };
}

const sendDownload = (reply: FastifyReply, { fileName, mediaType, text }: Download): FastifyReply =>
  reply
    .type(mediaType)
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .send(Readable.from(text));
