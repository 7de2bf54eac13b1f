import { type AskLedger, collectBundle, readKeptHead, type ServedKey } from '@told/ledger';
import { problem } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { addPage } from '../frame/add-page.ts';
import { VERIFIER } from '../frame/assets.ts';
import { formatCount } from '../frame/format-count.ts';
import { linkTo } from '../frame/link-to.ts';
import type { Download } from '../frame/page.ts';
import { recordView } from '../frame/record-view.ts';
import { describeEntry, type LedgerEntry } from './describe-entry.ts';
import { checkEntry, type ServedHead, signedAtOf, verifyLedger } from './verify-ledger.ts';

const SCOPES = ['ledger:read'];
const TEMPLATE = 'ledger/ledger.njk';
const INDEX = '^(0|[1-9][0-9]{0,14})$';
const KEPT_LENGTH_MAX = 1_500;
const ALARMS_SHOWN = 20;
const ENTRY = {
  type: 'object',
  properties: { index: { type: 'string', pattern: INDEX } },
} as const;

/** /ledger: the newest head, what was checked of it, what to look at, and what to take home. `pinnedKey`: the published key that is trusted. */
export function addLedgerPages(
  http: FastifyInstance,
  { pinnedKey }: { readonly pinnedKey: string | undefined },
): void {
  const row = { scopes: SCOPES, needsReason: true };
  addPage(http, {
    ...{ ...row, path: '/ledger', template: TEMPLATE },
    async read(asked) {
      await recordView(asked, 'ledger');
      const { audit } = asked.call;
      const [head, alarms] = await Promise.all([
        audit<ServedHead>('/v1/ledger/head'),
        audit<Alarms>(`/v1/ledger/alarms?limit=${ALARMS_SHOWN}`),
      ]);
      return {
        ...{ title: 'The ledger', showsReason: true, head, keptMost: KEPT_LENGTH_MAX },
        signedAt: signedAtOf(readKeptHead(head.note)),
        alarmCount: Object.values(alarms.counts).reduce((sum, count) => sum + count, 0),
        alarms: alarms.items.map(describeEntry),
      };
    },
  });
  addPage(http, {
    ...{ ...row, path: '/ledger/verified', template: 'ledger/verified.njk' },
    querystring: {
      type: 'object',
      additionalProperties: false,
      properties: {
        kept: { type: 'string', maxLength: KEPT_LENGTH_MAX },
        entry: { type: 'string', maxLength: 20 },
      },
    },
    async read(asked) {
      await recordView(asked, 'ledger/verified');
      const kept = (asked.query['kept'] ?? '').trim();
      const entry = (asked.query['entry'] ?? '').trim();
      const verified = await verifyLedger(asked.call.audit, {
        ...{ pinnedKey, kept: kept === '' ? undefined : kept },
        entry: new RegExp(INDEX).test(entry) ? Number(entry) : undefined,
      });
      return {
        title: verified.isSound ? 'What was checked holds' : 'Something does not hold',
        ...{ showsReason: true, ...verified },
      };
    },
  });
  addPage(http, {
    ...{ ...row, path: '/ledger/entries/:index', template: 'ledger/entry.njk', params: ENTRY },
    async read(asked) {
      await recordView(asked, 'ledger/entry');
      const { audit } = asked.call;
      const index = Number(asked.params['index']);
      const { head, entry } = await readEntry(audit, index);
      return {
        ...{ title: `Entry ${formatCount(index)}`, showsReason: true },
        ...{ head, entry: describeEntry(entry), text: entry.text },
        check: await checkEntry(audit, headOf(head), index),
        ...{ before: index === 0 ? undefined : index - 1 },
        ...{ after: index + 1 < head.size ? index + 1 : undefined },
      };
    },
  });
  addDownloads(http, row);
}

interface Alarms {
  readonly counts: Readonly<Record<string, number>>;
  readonly items: readonly LedgerEntry[];
}

type Audit = Parameters<typeof verifyLedger>[0];

async function readEntry(audit: Audit, index: number) {
  const head = await audit<ServedHead>('/v1/ledger/head');
  if (index >= head.size) throw problem('not-found');
  const of = `ledger=${encodeURIComponent(head.ledgerId)}&from=${index}&limit=1`;
  type Page = { readonly items: readonly LedgerEntry[] };
  const [entry] = (await audit<Page>(`/v1/ledger/entries?${of}`)).items;
  if (entry?.index !== index) throw problem('not-found');
  return { head, entry };
}

const headOf = ({ ledgerId, size, root }: ServedHead) => ({
  ...{ origin: ledgerId, size, root: Buffer.from(root, 'hex') },
});

function addDownloads(
  http: FastifyInstance,
  row: { readonly scopes: readonly string[]; readonly needsReason: boolean },
): void {
  const template = TEMPLATE;
  addPage(http, {
    ...{ ...row, path: '/ledger/head.txt', template },
    async read(asked) {
      await recordView(asked, 'ledger/head');
      const { size, note } = await asked.call.audit<ServedHead>('/v1/ledger/head');
      return file(`head-${size}.txt`, 'text/plain; charset=utf-8', note);
    },
  });
  addPage(http, {
    ...{ ...row, path: '/ledger/bundle.ndjson', template },
    async read(asked) {
      await recordView(asked, 'ledger/bundle');
      const { audit } = asked.call;
      const { ledgerId, note } = await audit<ServedHead>('/v1/ledger/head');
      const head = readKeptHead(note);
      if (head === undefined) throw problem('not-found');
      const ask: AskLedger = (what, query = {}) =>
        audit(linkTo(`/v1/ledger/${what}`, { ledger: ledgerId, ...query }));
      const { items: keys } = await ask<{ items: readonly ServedKey[] }>('keys');
      const lines = collectBundle({ head, note, keys, ask });
      const fileName = `ledger-${head.size}.ndjson`;
      return { fileName, mediaType: 'application/x-ndjson', text: endLines(lines) };
    },
  });
  addPage(http, {
    ...{ ...row, path: '/ledger/entries/:index/proof.json', template, params: ENTRY },
    async read(asked) {
      await recordView(asked, 'ledger/proof');
      const { audit } = asked.call;
      const index = Number(asked.params['index']);
      const { head, entry } = await readEntry(audit, index);
      const of = `ledger=${encodeURIComponent(head.ledgerId)}&index=${index}&size=${head.size}`;
      const proof = await audit<object>(`/v1/ledger/proofs/inclusion?${of}`);
      const all = { ...proof, entry: entry.text, head: head.note };
      return file(`entry-${index}.json`, 'application/json', `${JSON.stringify(all, null, 2)}\n`);
    },
  });
  addPage(http, {
    ...{ ...row, needsReason: false, path: `/ledger/${VERIFIER.fileName}`, template },
    read: async () => file(VERIFIER.fileName, 'text/javascript', VERIFIER.text),
  });
}

async function* endLines(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}

function file(fileName: string, mediaType: string, content: string): Download {
  async function* text(): AsyncGenerator<string> {
    yield content;
  }
  return { fileName, mediaType, text: text() };
}
