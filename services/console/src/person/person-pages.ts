import type { ExportRow } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { addPage } from '../frame/add-page.ts';
import { csvFile } from '../frame/csv-file.ts';
import { linkTo } from '../frame/link-to.ts';
import type { Download } from '../frame/page.ts';
import { describeErrors, readFilters } from '../frame/read-filters.ts';
import {
  describeItem,
  FACTS,
  type Item,
  KINDS,
  readAll,
  readPage,
  TIMELINE_FILTERS,
  TIMELINE_QUERY,
} from './timeline.ts';

const SUBJECT_KEY = {
  type: 'object',
  properties: { subjectKey: { type: 'string', pattern: '^[0-9a-f]{32}$' } },
} as const;
/** A key stands for a person; the page shows enough of it to tell one from another. */
const SHOWN_OF_KEY = 8;

/** /people/{subjectKey}: what the ledger has about a person, and the same as a file. */
export function addPersonPages(http: FastifyInstance, agencies: readonly string[]): void {
  const row = {
    scopes: ['audit:read'],
    needsReason: true,
    params: SUBJECT_KEY,
    querystring: TIMELINE_QUERY,
    template: 'person/person.njk',
  };
  addPage(http, {
    ...row,
    path: '/people/:subjectKey',
    async read({ params: { subjectKey = '' }, query, reason, call }) {
      const { given, asked, errors } = readFilters(query, TIMELINE_FILTERS);
      const { cursor } = query;
      const own = `/people/${subjectKey}`;
      const view = {
        title: `Person ${subjectKey.slice(0, SHOWN_OF_KEY)}…`,
        ...{ subjectKey, agencies, given, kinds: KINDS, facts: FACTS },
        ...{ showsReason: true, isLater: cursor !== undefined, first: linkTo(own, given) },
      };
      if (errors.length > 0) return { ...view, items: [], ...describeErrors(errors) };
      const { items, next } = await readPage(call.audit, `people/${subjectKey}`, {
        ...{ query: asked, reason, cursor },
      });
      return {
        ...view,
        items: items.map(describeItem),
        older: next === null ? undefined : linkTo(own, { ...given, cursor: next }),
        file: linkTo(`${own}/timeline.csv`, given),
      };
    },
  });
  addPage(http, {
    ...row,
    path: '/people/:subjectKey/timeline.csv',
    async read({ params: { subjectKey = '' }, query, reason, call }) {
      const { given, asked, errors } = readFilters(query, TIMELINE_FILTERS);
      if (errors.length > 0) return { seeOther: linkTo(`/people/${subjectKey}`, given) };
      const pages = readAll(call.audit, `people/${subjectKey}`, { query: asked, reason });
      return describeFile(`timeline-${subjectKey.slice(0, SHOWN_OF_KEY)}.csv`, pages);
    },
  });
}

const COLUMNS = ['ledgerId', 'index', 'at', 'kind', 'sentence', 'changeId', 'cases'];

/** Its first page is waited for: what fails until then is a page that says so, and not half a file. */
async function describeFile(
  fileName: string,
  pages: AsyncGenerator<readonly Item[]>,
): Promise<Download> {
  const first = await pages.next();
  async function* rows(): AsyncGenerator<readonly ExportRow[]> {
    if (first.done !== true) yield first.value.map(describeRow);
    for await (const items of pages) yield items.map(describeRow);
  }
  return csvFile(fileName, COLUMNS, rows());
}

const describeRow = (item: Item): ExportRow => {
  const { ledgerId, index, at, kind, sentence, changeId } = describeItem(item);
  const cases = item.cases.map(({ agency, caseReference }) => `${agency}/${caseReference ?? ''}`);
  return {
    ...{ ledgerId, index, at, kind, sentence },
    changeId: changeId ?? null,
    cases: cases.join(' '),
  };
};
