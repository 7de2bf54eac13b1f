import { createHash } from 'node:crypto';
import type { EventLog } from '@told/event-log';
import type { Database } from '@told/service';
import { findLedger, readHead } from '../ledger/queries.ts';
import { formatMicros } from '../timeline/describe-item.ts';
import { type EntryRow, readChangeTimeline, readSubjectTimeline } from '../timeline/queries.ts';
import type { ReadTold, ToldChange, ToldPage } from './ask-told.ts';
import { describeEntry } from './describe-entry.ts';
import { ownFields } from './own-fields.ts';

export interface BundlePorts {
  readonly db: Database;
  readonly log: Pick<EventLog, 'topics'>;
  readonly readTold: ReadTold;
}

export interface WantedBundle {
  readonly subjectKey: string;
  readonly preparedAt: Date;
  /** Microseconds; undefined: never. */
  readonly erasedUntil: number | undefined;
  /** Whether an address told as protected is given too, since whoever asks was seen in person. */
  readonly withProtected: boolean;
}

type Part = Readonly<Record<string, unknown>>;

const ENTRIES_MAX = 500;
const DAY_MS = 86_400_000;
/** Topics that hold something of a person. */
const OF_PEOPLE =
  /^told\.(changes|decisions|interests|consents|(submissions|submission-results|releases|outcomes|actions)\..*)$/;

/**
 * A person's bundle, line by line, each a JSON object whose `part` says what it is: what was told with who was given what and what they answered,
 * cases, consents, what was done by hand, and how long things are kept. The last has the hash of all before it: without it the bundle broke off.
 * Memory holds a page, whatever the length of the history. Rejects with `dependency-unavailable`.
 */
export async function* writeBundle(
  ports: BundlePorts,
  wanted: WantedBundle,
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  let lines = 0;
  for await (const part of listParts(ports, wanted)) {
    const line = `${JSON.stringify(part)}\n`;
    hash.update(line);
    lines += 1;
    yield line;
  }
  yield `${JSON.stringify({ part: 'end', lines, sha256: hash.digest('hex') })}\n`;
}

async function* listParts(ports: BundlePorts, wanted: WantedBundle): AsyncGenerator<Part> {
  const { subjectKey, withProtected, preparedAt, erasedUntil } = wanted;
  const { subjectKeys, isProtected } = await survey(ports.readTold(subjectKey));
  const ledger = await findLedger(ports.db, undefined);
  const head = ledger && (await readHead(ports.db, ledger.no));
  yield {
    ...{ part: 'about', preparedAt: preparedAt.toISOString(), hasProtectedAddress: isProtected },
    ledger: { id: ledger?.id ?? null, size: head?.size ?? 0, head: head?.note ?? null },
    erasedUntil: erasedUntil === undefined ? null : formatMicros(erasedUntil),
  };
  for await (const page of ports.readTold(subjectKey)) {
    for (const change of page.items) {
      yield* describeChange(ports.db, change, isProtected && !withProtected);
    }
  }
  for (const key of subjectKeys) {
    for (const kind of ['interest', 'consent', 'action'] as const) {
      for await (const row of pagesOf((after) =>
        readSubjectTimeline(ports.db, key, { ...ANY, kind, after }),
      ))
        yield* describeEntry(row);
    }
  }
  yield* listKept(await ports.log.topics());
}

/** Once an address was told as protected, no address of the person is given: where they live now may have been told by another office's form. */
async function survey(pages: AsyncIterable<ToldPage>) {
  let subjectKeys: readonly string[] = [];
  let isProtected = false;
  for await (const page of pages) {
    subjectKeys = page.subjectKeys;
    isProtected ||= page.items.some(
      ({ fact, body }) => fact === 'address' && body?.['protected'] === true,
    );
  }
  return { subjectKeys, isProtected };
}

async function* describeChange(
  db: Database,
  change: ToldChange,
  hidesPlace: boolean,
): AsyncGenerator<Part> {
  const { body, ...envelope } = change;
  const own =
    body === null ? { body: null, removed: [] } : ownFields(change.fact, body, hidesPlace);
  yield { part: 'told', ...envelope, ...own };
  const rows = pagesOf((after) => readChangeTimeline(db, change.changeId, { ...ANY, after }));
  for await (const row of rows) yield* describeEntry(row, change.changeId);
}

const ANY = {
  ...{ kind: undefined, agency: undefined, fact: undefined, from: undefined, until: undefined },
  limit: ENTRIES_MAX,
} as const;
type After = Pick<EntryRow, 'at' | 'ledger' | 'index'> | undefined;

async function* pagesOf(
  read: (after: After) => Promise<readonly EntryRow[]>,
): AsyncGenerator<EntryRow> {
  let after: After;
  do {
    const rows: readonly EntryRow[] = await read(after);
    yield* rows;
    after = rows.length < ENTRIES_MAX ? undefined : rows.at(-1);
  } while (after !== undefined);
}

function* listKept(topics: Awaited<ReturnType<BundlePorts['log']['topics']>>): Generator<Part> {
  for (const { name: topic, retentionMs } of topics) {
    if (!OF_PEOPLE.test(topic)) continue;
    // Null: for ever. Undefined: the log does not say.
    const days = retentionMs === null || retentionMs === undefined ? null : retentionMs / DAY_MS;
    yield { part: 'kept', topic, days, isKnown: retentionMs !== undefined };
  }
}
