import { createHash, createPrivateKey } from 'node:crypto';
import {
  BUNDLE_LIMITS,
  createSigner,
  describeFinding,
  type Finding,
  formatEntryLine,
  formatHead,
  formatHeadLine,
  formatKeyLine,
  formatStart,
  formatSuccession,
  growTree,
  hashLeaf,
  type Signer,
  signNote,
} from '@told/ledger';

const ORIGIN = 'told.example/area';
const AT = 'at 2010-05-12T10:00:00.000Z';
/** The key that follows in the example. */
const NEXT = makeSigner('second');
/** Shorter than those of a ledger, which the audit service describes. */
const ENTRIES = [
  '{"agency":"luton","index":0,"kind":"change"}',
  `{"facts":{"key":"${NEXT.verifier.text}"},"index":1,"kind":"key"}`,
  '{"index":2,"kind":"outcome","outcome":"applied"}',
];

type Samples = { readonly [K in Finding['kind']]: Finding & { readonly kind: K } };

const SAMPLES: Samples = {
  malformed: { kind: 'malformed', line: 12 },
  edited: { kind: 'edited', entry: 7 },
  missing: { kind: 'missing', entry: 7, last: 9 },
  displaced: { kind: 'displaced', entry: 7, instead: 6 },
  rewritten: { kind: 'rewritten', entry: 5, last: 9 },
  'unsigned-head': { kind: 'unsigned-head', head: 3, by: ['told.example/area+150067a6'] },
  'forged-head': { kind: 'forged-head', head: 3 },
  'retired-key': { kind: 'retired-key', head: 3 },
  'foreign-head': { kind: 'foreign-head', head: 3 },
  'shrunk-head': { kind: 'shrunk-head', head: 3 },
  'foreign-key': { kind: 'foreign-key', line: 2 },
  'unentered-key': { kind: 'unentered-key', entry: 11 },
  uncovered: { kind: 'uncovered', entry: 15 },
  forked: { kind: 'forked', size: 10 },
  'foreign-kept': { kind: 'foreign-kept', kept: 1 },
};

/** docs/reference/ledger-format.md: every example in it is what the code writes. */
export function renderLedgerPage(): string {
  const signer = makeSigner('first');
  const head = signNote(writeHead(), [NEXT]);
  const succession = signNote(formatSuccession(ORIGIN, { next: NEXT.verifier, entry: 1 }), [
    signer,
  ]);
  const bundle = [
    formatStart({ origin: ORIGIN, entries: ENTRIES.length }),
    formatKeyLine(succession),
    formatHeadLine(head),
    ...ENTRIES.map(formatEntryLine),
  ];
  const leaf = hashLeaf(Buffer.from(ENTRIES[0] ?? ''));
  return `${[
    '<!-- Written by `npm run build -w @told/cli` from packages/ledger; do not edit. -->',
    '',
    '# The format of the ledger',
    '',
    'All that a program needs to check the ledger without ours. [Verify the ledger](../how-to/verify-the-ledger.md) says how to do it with what there is.',
    'Base64 is that of RFC 4648 with padding; texts are UTF-8; a line ends with a line feed alone.',
    '',
    '## Entry',
    '',
    'A JSON object in its canonical form (RFC 8785): members sorted by name, no space, no number that is not whole. `index` is the entry’s own number, from 0 on, without holes. What is',
    'hashed is these bytes. An entry holds ids, field names, codes and commitments, never a value of anybody’s claim.',
    '',
    ...block('json', [ENTRIES[0] ?? '']),
    '',
    '## Leaf',
    '',
    'SHA-256 over one byte 0 and the entry’s bytes (RFC 9162, 2.1.1). Of the entry above:',
    '',
    ...block('', [leaf.toString('base64')]),
    '',
    '## Root',
    '',
    'Two neighbours are joined by SHA-256 over one byte 1, the left hash and the right hash; of a number of entries that is no power of two, the largest power of two that is smaller',
    'stands at the left (RFC 9162, 2.1.1). The root of no entries is SHA-256 over nothing.',
    '',
    '## Key',
    '',
    `\`name+id+key\`, the verifier key of C2SP signed-note: the ledger’s id, the key’s id in hexadecimal, and in base64 one byte 1 (Ed25519) and the 32 bytes of the public key. The key’s`,
    'id is the first four bytes of SHA-256 over the name, a line feed, and what the base64 stands for.',
    '',
    ...block('', [signer.verifier.text]),
    '',
    '## Head',
    '',
    'A signed note (C2SP tlog-checkpoint): the ledger’s id, how many entries it had, the root in base64, further lines such as when it was signed; an empty line; and a line for each signature:',
    'an em dash, a space, the name, a space, and in base64 the four bytes of the key’s id and the 64 bytes of the Ed25519 signature over everything before the empty line, its last line feed',
    'included.',
    '',
    ...block('', head.trimEnd().split('\n')),
    '',
    '## Key succession',
    '',
    'A note of the same kind by which a key names the one that follows, and the entry that names it too (`kind` is `key`, `facts.key` the key). Whoever trusts the first then trusts the second',
    'for every head that covers this entry, and the first for no such head any more. A key that was replaced names none. Entries of successions rise.',
    '',
    ...block('', succession.trimEnd().split('\n')),
    '',
    '## Bundle',
    '',
    'A ledger as one file, which `told ledger export` writes:',
    '',
    '1. what it is, whose, and how many entries it has;',
    '2. `key` lines, the successions in their order, each before the heads that cover its entry, and `head` lines, in the order of their sizes; each holds a note as a JSON string;',
    '3. the entries from 0 on: the leaf in base64, a space, the entry.',
    '',
    'The first two are written exactly so: without spaces, other members, carriage returns or a byte order mark. The leaf beside an entry proves nothing by itself; since all leaves together must',
    'give the signed root, it says which entry was touched.',
    '',
    ...block('', bundle),
    '',
    `A verifier reads lines of at most ${format(BUNDLE_LIMITS.lineBytes)} bytes, ${format(BUNDLE_LIMITS.heads)} heads and ${format(BUNDLE_LIMITS.keys)} keys; what goes beyond is \`malformed\`. The first ${format(BUNDLE_LIMITS.findings)} findings are told one by one, the others counted.`,
    '',
    '## Findings',
    '',
    '`told ledger verify --json` and the plain verifier answer with one document: `sound`, `ledger`, `entries`, `head` (the newest that a trusted key has signed), `keptHeads`, `findings`,',
    '`findingsLeftOut`. A finding has a `kind`, a `detail` for people, and the members below. Entries are numbered from 0, heads and lines from 1.',
    '',
    '| kind | members | for example |',
    '|---|---|---|',
    ...Object.values(SAMPLES).map(renderFinding),
    '',
    'What each proves, and what it does not: [verify the ledger](../how-to/verify-the-ledger.md#what-a-finding-says).',
  ].join('\n')}\n`;
}

function renderFinding(finding: Finding): string {
  const members = Object.keys(finding).filter((name) => name !== 'kind');
  const names = members.map((name) => `\`${name}\``).join(', ');
  return `| \`${finding.kind}\` | ${names} | ${describeFinding(finding)} |`;
}

/** The same at every build; the seed is no secret, since it is a word in this file. */
function makeSigner(word: string): Signer {
  const seed = createHash('sha256').update(word).digest();
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return createSigner(ORIGIN, createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }));
}

function writeHead(): string {
  const tree = growTree();
  for (const entry of ENTRIES) tree.append(hashLeaf(Buffer.from(entry)));
  return formatHead({ origin: ORIGIN, size: tree.size(), root: tree.root(), lines: [AT] });
}

const block = (language: string, lines: readonly string[]): readonly string[] => [
  `\`\`\`${language}`,
  ...lines,
  '```',
];

const format = (count: number): string => count.toLocaleString('en-GB');
