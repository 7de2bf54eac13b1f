import { problem } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { addForm, addPage } from '../frame/add-page.ts';
import { listNavigation } from '../frame/navigation.ts';
import type { Form } from '../frame/page.ts';
import { findCase, findPerson, findReference, type Search } from './search.ts';

const TEMPLATE = 'home/search.njk';
const TITLE = 'Search';
const text = { type: 'string' } as const;

/** `/`, which leads to the first page that this person may open, and /search with its three forms. */
export function addHomePages(http: FastifyInstance, agencies: readonly string[]): void {
  addPage(http, {
    path: '/',
    scopes: [],
    template: TEMPLATE,
    async read({ person }) {
      const [first] = listNavigation(person, '/');
      if (first === undefined) {
        throw problem('forbidden', { detail: 'Your role includes no page of this console.' });
      }
      return { seeOther: first.href };
    },
  });
  addPage(http, {
    path: '/search',
    scopes: ['audit:read'],
    needsReason: true,
    template: TEMPLATE,
    read: async () => describeSearch(agencies, { given: {}, faults: [] }),
  });
  const addSearch = (
    path: string,
    { scopes = [], ...form }: Pick<Form, 'fields'> & { readonly scopes?: readonly string[] },
    search: Search,
  ): void =>
    addForm(http, {
      ...{ path, ...form, template: TEMPLATE, needsReason: true },
      scopes: ['audit:read', ...scopes],
      async submit(asked) {
        const found = await search(asked);
        if ('seeOther' in found) return found;
        const status = found.isUnknown === true ? 404 : 422;
        return { status, view: describeSearch(agencies, found) };
      },
    });
  const ofReference = { fields: { reference: text }, scopes: ['decisions:read'] };
  addSearch('/search/reference', ofReference, findReference);
  addSearch('/search/case', { fields: { agency: text, caseReference: text } }, findCase);
  addSearch('/search/person', { fields: { nino: text } }, findPerson);
}

interface Shown {
  /** What was given, as far as it is shown again. */
  readonly given: Readonly<Record<string, string>>;
  readonly faults: readonly { readonly field: string; readonly text: string }[];
}

function describeSearch(agencies: readonly string[], { given, faults }: Shown) {
  return {
    ...{ title: TITLE, agencies, given, showsReason: true },
    faultOf: Object.fromEntries(faults.map(({ field, text: fault }) => [field, { text: fault }])),
    ...(faults.length > 0 && {
      errors: faults.map((fault) => ({ text: fault.text, href: `#${fault.field}` })),
    }),
  };
}
