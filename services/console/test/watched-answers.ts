import { generateKeyPairSync } from 'node:crypto';
import {
  createSigner,
  formatHead,
  growTree,
  hashLeaf,
  type ProofPlan,
  planConsistency,
  planInclusion,
  signNote,
  writeProof,
} from '@told/ledger';
import type { ServiceCall } from '@told/service';
import { CHANGE, SUBJECT } from './answers.ts';

/** What the services answer about ledger, looks, reconciliation and replays. The ledger is a real one, small and signed. */
export const LEDGER = 'told.example/area';
export const REPLAY = '1c7f0e2b-6b7c-4d52-9a53-0d8e7c1a4f10';
export const OWN_REPLAY = '2c7f0e2b-6b7c-4d52-9a53-0d8e7c1a4f10';
const ENTRIES = 12;
const SIZES = [4, 8, ENTRIES];

export const LEDGER_SIGNER = createSigner(LEDGER, generateKeyPairSync('ed25519').privateKey);
export const LEDGER_KEY = LEDGER_SIGNER.verifier.text;

const KINDS = ['change', 'decision', 'outcome', 'action'] as const;
export const ENTRY_TEXTS: readonly string[] = Array.from({ length: ENTRIES }, (_, index) => {
  const kind = index === 5 ? 'gap' : KINDS[index % KINDS.length];
  const facts = { agency: index % 2 === 0 ? 'luton' : 'jobcentre', changeId: CHANGE };
  return JSON.stringify({ facts, index, kind, topic: 'told.changes' });
});

const tree = growTree();
const nodes = new Map<string, Buffer>();
const heads = ENTRY_TEXTS.flatMap((text, index) => {
  for (const { level, index: at, hash } of tree.append(hashLeaf(Buffer.from(text)))) {
    nodes.set(`${level}/${at}`, hash);
  }
  const size = index + 1;
  if (!SIZES.includes(size)) return [];
  const lines = ['at 2010-05-13T09:00:00.000Z'];
  const note = signNote(formatHead({ origin: LEDGER, size, root: tree.root(), lines }), [
    LEDGER_SIGNER,
  ]);
  return [{ size, root: tree.root().toString('hex'), note }];
});
export const KEPT_HEAD = heads[0]?.note ?? '';

const KEYS = [
  { key: LEDGER_KEY, succession: null, entry: null, since: '2010-04-05T00:00:00.000Z' },
];

const proofOf = (plan: ProofPlan) =>
  writeProof(plan, ({ level, index }) => nodes.get(`${level}/${index}`)).map((hash) =>
    hash.toString('hex'),
  );

/** Undefined for what it is not about. */
export function answerWatched(path: string, call: ServiceCall): unknown {
  const { pathname, searchParams } = new URL(path, 'http://audit');
  const numberOf = (name: string): number => Number(searchParams.get(name) ?? '0');
  const head = heads.at(-1);
  const size = ENTRIES;
  switch (pathname) {
    case '/v1/views':
      return null;
    case '/v1/ledger/head':
      return { ledgerId: LEDGER, ...head, keys: [LEDGER_KEY] };
    case '/v1/ledger/keys':
      return { items: KEYS };
    case '/v1/ledger/heads':
      return { items: heads.filter((one) => one.size >= numberOf('from')).slice(0, 1) };
    case '/v1/ledger/entries':
      return {
        ...{ ledgerId: LEDGER, size, next: null },
        items: listTexts().slice(numberOf('from'), numberOf('from') + 1),
      };
    case '/v1/ledger/alarms':
      return { counts: { gap: 1, unreadable: 0, opening: 0 }, items: listTexts().slice(5, 6) };
    case '/v1/ledger/proofs/inclusion':
      return { proof: proofOf(planInclusion(numberOf('index'), numberOf('size'))) };
    case '/v1/ledger/proofs/consistency':
      return { proof: proofOf(planConsistency(numberOf('earlier'), numberOf('size'))) };
    case '/v1/entries':
      return listEntries(searchParams);
    case '/v1/reconciliation':
      return RECONCILIATION;
    case '/v1/reconciliation/differences':
      return DIFFERENCES;
    default:
      return answerReplays(pathname, call);
  }
}

const listTexts = () => ENTRY_TEXTS.map((text, index) => ({ index, text }));

function listEntries(asked: URLSearchParams) {
  const looks = asked.get('looks') === 'true';
  const before = Number(asked.get('before') ?? ENTRIES);
  if (before === 0) return { ledgerId: LEDGER, size: ENTRIES, items: [], next: null };
  const facts = looks
    ? { actor: 'ben-auditor', action: 'timeline-viewed', target: null }
    : { agency: 'luton', changeId: CHANGE };
  const item = {
    ...{ ledgerId: LEDGER, index: before - 1, at: '2010-05-13T08:45:07.981000Z', facts },
    kind: looks ? 'action' : 'change',
    sentence: looks
      ? 'ben-auditor at audit: timeline-viewed.'
      : 'luton told a change: income, created.',
    subjectKey: looks ? SUBJECT : null,
  };
  return { ledgerId: LEDGER, size: ENTRIES, items: [item], next: before - 1 };
}

const counts = (more: object) => ({
  ...{ decided: 9, released: 4, trimmed: 2, refused: 2, held: 0, own: 1, answered: 5 },
  ...{ outstanding: 1, takenBack: 1, takenBackAnswered: 1, takenBackOutstanding: 0 },
  ...{ differences: 1, ...more },
});
const RECONCILIATION = {
  ...{ ledgerId: LEDGER, size: ENTRIES, behind: 0, from: null, to: null, balanced: false },
  ...{ totals: counts({ decided: 18 }), kinds: { outstanding: 1, 'answer-unexplained': 1 } },
  items: [
    { day: '2010-05-12', agency: 'luton', ...counts({}) },
    { day: '2010-05-13', agency: null, ...counts({}) },
  ],
  next: 'bGF0ZXI',
};
const DIFFERENCES = {
  ...{ ledgerId: LEDGER, size: ENTRIES, behind: 0, next: null },
  items: [
    {
      ...{ kind: 'outstanding', standing: 'open', day: '2010-05-13', agency: 'luton' },
      ...{ changeId: CHANGE, decisionId: null, releaseId: null, outcomeNo: null },
      ...{ ledgerId: LEDGER, index: 7, since: '2010-05-13T08:45:07.981Z' },
      sentence: 'luton has not answered a release of this change.',
    },
  ],
};

const replay = (more: object) => ({
  ...{ replayId: REPLAY, kind: 'redeliver', asOf: null, filter: { agency: 'luton' } },
  ...{ reason: 'restored from a backup', state: 'asked', askedBy: 'olu-operator' },
  ...{ askedAt: '2010-05-13T09:00:00.000Z', approvedBy: null, approvedAt: null },
  ...{ startedAt: null, finishedAt: null, done: 0, total: 42, failure: null },
  preview: { records: 42, releases: 42, agencies: ['luton'], estimatedSeconds: 3 },
  ...{ counts: {}, groups: [], ...more },
});
const DONE = {
  ...{ kind: 're-decide', asOf: 'then', state: 'done', done: 42, approvedBy: null },
  ...{ startedAt: '2010-05-13T09:00:00.000Z', finishedAt: '2010-05-13T09:00:04.000Z' },
  counts: { equal: 41, different: 1 },
};
export const DONE_REPLAY = '3c7f0e2b-6b7c-4d52-9a53-0d8e7c1a4f10';
const REPLAYS = [
  replay({}),
  replay({ replayId: OWN_REPLAY, askedBy: 'amira-subject' }),
  replay({ replayId: DONE_REPLAY, ...DONE }),
];

function answerReplays(path: string, { body }: ServiceCall): unknown {
  if (path === '/v1/replays') return body === undefined ? { items: REPLAYS } : REPLAYS[0];
  if (path === '/v1/replays/preview') return REPLAYS[0]?.preview;
  const [, id, part] = /^\/v1\/replays\/([0-9a-f-]{36})(?:\/(\w+))?$/.exec(path) ?? [];
  const found = REPLAYS.find(({ replayId }) => replayId === id);
  if (found === undefined) return undefined;
  if (part === undefined) return found;
  if (part === 'approval') {
    return id === OWN_REPLAY ? { status: 403, code: 'replay-own' } : replay({ state: 'running' });
  }
  const item = {
    ...{ number: 1, kind: 'different', changeId: CHANGE, run: 1, agency: 'luton' },
    ...{ fields: ['verdict'], causes: ['agreement'] },
  };
  return { items: id === DONE_REPLAY ? [item] : [], next: null };
}
