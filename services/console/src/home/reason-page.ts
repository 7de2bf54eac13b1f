import { checkReason, Problem, REASON_LENGTH_MAX } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { addForm, addPage } from '../frame/add-page.ts';
import { ownPath } from '../frame/own-path.ts';
import { keepReason } from '../frame/reason.ts';

const TEMPLATE = 'home/reason.njk';
const TITLE = 'Why do you look?';
const FIELD = '#reason';
const next = { type: 'string' } as const;

/** /reason: why a person looks, before anything about anybody is shown. */
export function addReasonPage(http: FastifyInstance): void {
  // Whoever may look at anything at all.
  const scopes = ['ledger:read'];
  addPage(http, {
    path: '/reason',
    scopes,
    template: TEMPLATE,
    querystring: { type: 'object', additionalProperties: false, properties: { next } },
    read: async ({ query, reason }) => ({
      ...{ title: TITLE, next: ownPath(query['next']), given: reason, most: REASON_LENGTH_MAX },
    }),
  });
  addForm(http, {
    path: '/reason',
    scopes,
    template: TEMPLATE,
    fields: { reason: { type: 'string' }, next },
    async submit({ form, person }, reply) {
      const given = (form['reason'] ?? '').trim();
      const onward = ownPath(form['next']);
      const fault = findFault(given);
      if (fault === undefined) {
        keepReason(reply, person.subject, given, http.frame.isSecure);
        return { seeOther: onward };
      }
      const errors = [{ text: fault, href: FIELD }];
      const view = { title: TITLE, next: onward, given, most: REASON_LENGTH_MAX, errors };
      return { status: 422, view };
    },
  });
}

/** What is wrong with a reason, in words for whoever gave it. */
export function findFault(reason: string): string | undefined {
  try {
    checkReason(reason);
    return undefined;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === 'names-a-person') {
      return 'The reason must not name a person or give a number or an address: it is kept for ever';
    }
    return reason === ''
      ? 'Say why you look, for example with the number of a complaint'
      : `The reason must be ${REASON_LENGTH_MAX} characters or less`;
  }
}
