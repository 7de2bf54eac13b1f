import type { ExportRow } from '@told/service';
import type { FastifyInstance } from 'fastify';
import type { Call } from '../back-ends/calls.ts';
import { addPage } from '../frame/add-page.ts';
import { csvFile } from '../frame/csv-file.ts';
import { linkTo } from '../frame/link-to.ts';
import type { Asked, Texts, View } from '../frame/page.ts';
import { describeErrors, readFilters } from '../frame/read-filters.ts';
import { KINDS as KINDS_OF_PEOPLE } from '../person/timeline.ts';

interface Listed {
  readonly ledgerId: string;
  readonly index: number;
  readonly at: string;
  readonly kind: string;
  readonly sentence: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly subjectKey: string | null;
}

interface List {
  readonly ledgerId: string;
  readonly size: number;
  readonly items: readonly Listed[];
  readonly next: number | null;
}

const KINDS: Readonly<Record<string, string>> = {
  ...KINDS_OF_PEOPLE,
  suspension: 'Suspension',
  unreadable: 'Could not be read',
  gap: 'Hole in the log',
  opening: 'Opening of a ledger',
};

const FILTERS = ['kind', 'agency', 'actor', 'from', 'until'];
const text = { type: 'string', maxLength: 130 } as const;
const QUERY = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...Object.fromEntries(FILTERS.map((name) => [name, text])),
    before: { type: 'string', pattern: '^[0-9]{1,15}$' },
  },
} as const;

/** Two lists of the same kind: everything, and who looked at what. */
interface ListPage {
  readonly path: string;
  readonly title: string;
  readonly fixed: Texts;
  readonly template: string;
}

const ENTRIES: ListPage = {
  ...{ path: '/entries', title: 'Entries of the ledger', fixed: {} },
  template: 'entries/entries.njk',
};
const LOOKS: ListPage = {
  ...{ path: '/looks', title: 'Who looked at what', fixed: { looks: 'true' } },
  template: 'entries/looks.njk',
};

const FILE_PAGE = 500;
/** Of a file: two and a half million entries are looked through, and what does not fit is said in its last line. */
const FILE_PAGES_MAX = 50;

/** /entries and /looks, each filtered, page by page, and as a file. */
export function addEntriesPages(http: FastifyInstance, agencies: readonly string[]): void {
  for (const list of [ENTRIES, LOOKS]) {
    const row = { scopes: ['audit:read'], needsReason: true, querystring: QUERY };
    addPage(http, {
      ...{ ...row, path: list.path, template: list.template },
      read: async (asked) => showList(list, agencies, asked),
    });
    addPage(http, {
      ...{ ...row, path: `${list.path}.csv`, template: list.template },
      async read({ query, reason, call }) {
        const { given, asked, errors } = readFilters(query, FILTERS);
        if (errors.length > 0) return { seeOther: linkTo(list.path, given) };
        const pages = readAll(call.audit, { ...list.fixed, ...asked, reason });
        return csvFile(`${list.path.slice(1)}.csv`, COLUMNS, pages);
      },
    });
  }
}

async function showList(
  { path, title, fixed }: ListPage,
  agencies: readonly string[],
  { query, reason, call }: Asked,
): Promise<View> {
  const { given, asked, errors } = readFilters(query, FILTERS);
  const before = query['before'];
  const first = linkTo(path, given);
  const view = { title, path, agencies, given, kinds: KINDS, showsReason: true, first };
  if (errors.length > 0) return { ...view, items: [], ...describeErrors(errors) };
  const list = await call.audit<List>(
    linkTo('/v1/entries', { ...fixed, ...asked, before, reason }),
  );
  return {
    ...{ ...view, ledgerId: list.ledgerId, size: list.size, isLater: before !== undefined },
    items: list.items.map((item) => ({ ...item, label: KINDS[item.kind] ?? item.kind })),
    older: list.next === null ? undefined : linkTo(path, { ...given, before: list.next }),
    next: list.next,
    file: linkTo(`${path}.csv`, given),
  };
}

async function* readAll(audit: Call, query: Texts): AsyncGenerator<readonly ExportRow[]> {
  let before: number | undefined;
  for (let page = 0; page < FILE_PAGES_MAX; page += 1) {
    const { items, next } = await audit<List>(
      linkTo('/v1/entries', { ...query, before, limit: FILE_PAGE }),
    );
    yield items.map(describeRow);
    if (next === null) return;
    before = next;
  }
  yield [{ ...NO_ROW, sentence: 'There is more: narrow the period.' }];
}

const COLUMNS = ['ledgerId', 'index', 'at', 'kind', 'sentence', 'actor', 'action', 'subjectKey'];
const NO_ROW: ExportRow = Object.fromEntries(COLUMNS.map((name) => [name, null]));

function describeRow({ facts, ...item }: Listed): ExportRow {
  const textOf = (name: string): string | null =>
    typeof facts[name] === 'string' ? facts[name] : null;
  const { ledgerId, index, at, kind, sentence, subjectKey } = item;
  return {
    ...{ ledgerId, index, at, kind, sentence, subjectKey },
    ...{ actor: textOf('actor'), action: textOf('action') },
  };
}
