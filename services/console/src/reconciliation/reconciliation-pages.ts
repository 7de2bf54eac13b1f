import type { ExportRow } from '@told/service';
import type { FastifyInstance } from 'fastify';
import type { Call } from '../back-ends/calls.ts';
import { addPage } from '../frame/add-page.ts';
import { csvFile } from '../frame/csv-file.ts';
import { linkTo } from '../frame/link-to.ts';
import type { Asked, FormError, Texts, View } from '../frame/page.ts';
import { describeErrors, readGiven } from '../frame/read-filters.ts';
import { recordView } from '../frame/record-view.ts';

/** As audit answers them. */
interface Report {
  readonly ledgerId: string;
  readonly size: number;
  readonly behind: number;
  readonly balanced: boolean;
  readonly totals: Counts;
  readonly kinds: Readonly<Record<string, number>>;
  readonly items: readonly Day[];
  readonly next: string | null;
}

type Counts = Readonly<Record<string, number>>;
type Day = Readonly<Record<string, number | string | null>>;

interface Differences {
  readonly size: number;
  readonly behind: number;
  readonly items: readonly object[];
  readonly next: string | null;
}

/** What is counted a day and an agency, and how a table names it. */
const COLUMNS: Readonly<Record<string, string>> = {
  differences: 'Differences',
  decided: 'Decided',
  released: 'Given in full',
  trimmed: 'Given in part',
  refused: 'Refused',
  held: 'Held',
  own: 'Its own',
  answered: 'Answered',
  outstanding: 'Not answered',
  takenBack: 'Taken back',
  takenBackOutstanding: 'Taking back not answered',
};

/** What each kind of difference says, in the order of how much it matters. */
const KINDS: Readonly<Record<string, string>> = {
  'change-missing': 'A decision about a change that nobody told',
  'decision-missing': 'A release that nobody decided',
  'decided-twice': 'A change decided twice in one run',
  'told-twice': 'A change told twice',
  'release-named-twice': 'A release named by two decisions',
  'verdict-unfit': 'A verdict that does not fit its release',
  'agency-unknown': 'An agency that nobody knows',
  'answer-unexplained': 'An answer to nothing that was given',
  'answer-missing': 'A later answer without the one before',
  'answered-twice': 'A release answered twice',
  'answer-unfit': 'An answer that does not fit what was given',
  'record-unreadable': 'A record that could not be read',
  'records-lost': 'Records lost from the log',
  'entry-missing': 'An entry gone from the ledger',
  undecided: 'A change that is not decided yet',
  outstanding: 'A release that is not answered yet',
  'taking-back-outstanding': 'A taking back that is not answered yet',
};

const day = { type: 'string', maxLength: 10 } as const;
const name = { type: 'string', maxLength: 40 } as const;
const cursor = { type: 'string', maxLength: 200 } as const;
const query = (properties: object) =>
  ({ type: 'object', additionalProperties: false, properties }) as const;

/** /reconciliation: that what was decided, given and answered adds up, day by day; and what does not. */
export function addReconciliationPages(http: FastifyInstance, agencies: readonly string[]): void {
  const row = { scopes: ['audit:read', 'ledger:read'], needsReason: true };
  const filters = { agency: name, from: day, to: day };
  const template = 'reconciliation/report.njk';
  addPage(http, {
    ...{ ...row, path: '/reconciliation', template },
    querystring: query({ ...filters, cursor }),
    read: (asked) => showReport(agencies, asked),
  });
  addPage(http, {
    ...{ ...row, path: '/reconciliation.csv', template },
    querystring: query(filters),
    async read(asked) {
      await recordView(asked, 'reconciliation');
      const { given, errors } = readDays(asked.query);
      if (errors.length > 0) return { seeOther: linkTo('/reconciliation', given) };
      const rows = readAll<Day>(asked.call.audit, '/v1/reconciliation', given);
      return describeFile('reconciliation.csv', ['day', 'agency', ...Object.keys(COLUMNS)], rows);
    },
  });
  addPage(http, {
    ...{ ...row, path: '/reconciliation/differences', template: 'reconciliation/differences.njk' },
    querystring: query({ ...filters, kind: name, standing: name, cursor }),
    read: (asked) => showDifferences(agencies, asked),
  });
  addPage(http, {
    ...{ ...row, path: '/reconciliation/differences.csv', template },
    querystring: query({ ...filters, kind: name, standing: name }),
    async read(asked) {
      await recordView(asked, 'reconciliation/differences');
      const { given, errors } = readDays(asked.query);
      if (errors.length > 0) return { seeOther: linkTo('/reconciliation/differences', given) };
      const rows = readAll<Day>(asked.call.audit, '/v1/reconciliation/differences', given);
      return describeFile('differences.csv', DIFFERENCE_COLUMNS, rows);
    },
  });
}

async function showReport(agencies: readonly string[], asked: Asked): Promise<View> {
  await recordView(asked, 'reconciliation');
  const { given, errors } = readDays(asked.query);
  const view = { title: 'Does it add up?', showsReason: true, agencies, given, columns: COLUMNS };
  if (errors.length > 0) return { ...view, ...describeErrors(errors), items: [] };
  const { cursor: at } = asked.query;
  const report = await asked.call.audit<Report>(
    linkTo('/v1/reconciliation', { ...given, cursor: at }),
  );
  return {
    ...{ ...view, report, items: report.items, isLater: at !== undefined },
    kinds: Object.entries(report.kinds).map(([kind, count]) => ({
      ...{ kind, count, text: KINDS[kind] ?? kind },
      href: linkTo('/reconciliation/differences', { ...given, kind }),
    })),
    first: linkTo('/reconciliation', given),
    later:
      report.next === null
        ? undefined
        : linkTo('/reconciliation', { ...given, cursor: report.next }),
    file: linkTo('/reconciliation.csv', given),
  };
}

async function showDifferences(agencies: readonly string[], asked: Asked): Promise<View> {
  await recordView(asked, 'reconciliation/differences');
  const { given, errors } = readDays(asked.query);
  const path = '/reconciliation/differences';
  const view = { title: 'What does not add up', showsReason: true, agencies, given, kinds: KINDS };
  if (errors.length > 0) return { ...view, ...describeErrors(errors), items: [] };
  const { cursor: at } = asked.query;
  const found = await asked.call.audit<Differences>(linkTo(`/v1${path}`, { ...given, cursor: at }));
  return {
    ...{ ...view, found, items: found.items, isLater: at !== undefined },
    first: linkTo(path, given),
    later: found.next === null ? undefined : linkTo(path, { ...given, cursor: found.next }),
    file: linkTo(`${path}.csv`, given),
  };
}

const FILTERS = ['agency', 'from', 'to', 'kind', 'standing'];
const DAY = /^\d{4}-\d\d-\d\d$/;

const isDay = (text: string): boolean => DAY.test(text) && !Number.isNaN(Date.parse(text));

function readDays(asked: Texts): { given: Texts; errors: readonly FormError[] } {
  const given = readGiven(asked, FILTERS);
  const { from, to } = given;
  const errors: FormError[] = [];
  for (const [field, day] of Object.entries({ from, to })) {
    if (day !== undefined && !isDay(day)) errors.push({ text: 'Enter a day', href: `#${field}` });
  }
  if (from !== undefined && to !== undefined && to < from) {
    errors.push({ text: 'The last day must not be before the first', href: '#to' });
  }
  return { given, errors };
}

const FILE_PAGE = 1_000;
/** Fourteen years of seventy agencies; of more, the file is cut, and has no last line. */
const FILE_PAGES_MAX = 365;

async function* readAll<T>(audit: Call, path: string, given: Texts): AsyncGenerator<readonly T[]> {
  let at: string | null | undefined;
  for (let page = 0; page < FILE_PAGES_MAX && at !== null; page += 1) {
    type Page = { readonly items: readonly T[]; readonly next: string | null };
    const asked = linkTo(path, { ...given, cursor: at, limit: FILE_PAGE });
    const { items, next } = await audit<Page>(asked);
    yield items;
    at = next;
  }
}

const DIFFERENCE_COLUMNS = [
  ...['kind', 'standing', 'day', 'agency', 'changeId', 'decisionId', 'releaseId', 'outcomeNo'],
  ...['ledgerId', 'index', 'since', 'sentence'],
];

function describeFile(
  fileName: string,
  columns: readonly string[],
  pages: AsyncIterable<readonly Day[]>,
) {
  async function* rows(): AsyncGenerator<readonly ExportRow[]> {
    for await (const items of pages) {
      yield items.map((item) => Object.fromEntries(columns.map((of) => [of, item[of] ?? null])));
    }
  }
  return csvFile(fileName, columns, rows());
}
