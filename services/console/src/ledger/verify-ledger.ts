import { randomInt } from 'node:crypto';
import {
  hashLeaf,
  type LogHead,
  openHead,
  parseVerifier,
  readKeptHead,
  renameVerifier,
  type ServedKey,
  type Verifier,
  verifyConsistency,
  verifyInclusion,
} from '@told/ledger';
import type { Call } from '../back-ends/calls.ts';
import { formatCount as count } from '../frame/format-count.ts';

/** The newest head, as audit answers it. */
export interface ServedHead {
  readonly ledgerId: string;
  readonly size: number;
  /** Hex. */
  readonly root: string;
  readonly note: string;
  readonly keys: readonly string[];
}

/** One thing that was checked, and what came of it. */
export interface Check {
  readonly what: string;
  readonly holds: boolean;
  readonly said: string;
}

export interface Verified {
  readonly head: ServedHead;
  readonly signedAt: string | undefined;
  /** Whether the key was given to this console, or is the one that the service publishes beside the head. */
  readonly isPinned: boolean;
  readonly checks: readonly Check[];
  readonly isSound: boolean;
}

export interface VerifyAsked {
  /** A published key that whoever runs the console trusts. */
  readonly pinnedKey: string | undefined;
  /** A head that somebody kept, whole. */
  readonly kept: string | undefined;
  /** An entry that they want to be sure of. */
  readonly entry: number | undefined;
}

/** Entries that are drawn by chance each time: whoever changed one cannot know which will be asked for. */
const DRAWN = 3;

/** Checks the newest head's signature, that the ledger still begins as earlier heads said, and that entries are in it. It works out everything itself from what audit answers. */
export async function verifyLedger(audit: Call, asked: VerifyAsked): Promise<Verified> {
  const served = await audit<ServedHead>('/v1/ledger/head');
  const ledger = encodeURIComponent(served.ledgerId);
  // Asked after the head: a key that signed it is among them.
  const { items: keys } = await audit<Page<ServedKey>>(`/v1/ledger/keys?ledger=${ledger}`);
  const pinned = parseVerifier(asked.pinnedKey ?? '');
  const trusted = listTrusted(pinned, served);
  const open: Open = (note) => {
    const opened = openHead({ origin: served.ledgerId, note, keys }, trusted);
    return opened.kind === 'signed' ? opened.head : opened.why;
  };
  const of = { audit, served, open };
  const head = open(served.note);
  const checks =
    typeof head === 'string'
      ? [check('The newest head is signed', false, `it ${head}`)]
      : [
          checkHead(head, served),
          ...(await checkGrowth(of, head, asked.kept)),
          ...(await checkEntries(of, head, asked.entry)),
        ];
  return {
    ...{
      head: served,
      signedAt: typeof head === 'string' ? undefined : signedAtOf(head),
      isPinned: pinned !== undefined,
      checks,
    },
    isSound: checks.every(({ holds }) => holds),
  };
}

interface Of {
  readonly audit: Call;
  readonly served: ServedHead;
  readonly open: Open;
}

/** A head, if a key that is trusted, or one that follows it, has signed it; else what is the matter. */
type Open = (note: string) => LogHead | string;

/** Of the keys that a service publishes the first alone is taken at its word: each further one has to follow from the one before. */
function listTrusted(pinned: Verifier | undefined, served: ServedHead): readonly Verifier[] {
  const first = pinned ?? parseVerifier(served.keys[0] ?? '');
  return first === undefined ? [] : [renameVerifier(first, served.ledgerId) ?? first];
}

const check = (what: string, holds: boolean, said: string): Check => ({ what, holds, said });

export const signedAtOf = (head: LogHead | undefined): string | undefined =>
  head?.lines.find((line) => line.startsWith('at '))?.slice('at '.length);

function checkHead(head: LogHead, served: ServedHead): Check {
  const isSame =
    head.origin === served.ledgerId &&
    head.size === served.size &&
    head.root.toString('hex') === served.root;
  const said = isSame
    ? `over ${count(head.size)} entries of ${head.origin}`
    : 'but the service says something else beside it';
  return check('The newest head is signed', isSame, said);
}

interface Page<T> {
  readonly items: readonly T[];
}

/** Against the first head ever signed, one of about the middle, and the one that was kept. */
async function checkGrowth(
  { audit, served, open }: Of,
  head: LogHead,
  kept: string | undefined,
): Promise<readonly Check[]> {
  const readFrom = async (from: number): Promise<readonly string[]> => {
    const ledger = encodeURIComponent(served.ledgerId);
    type Head = { readonly note: string };
    const path = `/v1/ledger/heads?ledger=${ledger}&from=${from}&limit=1`;
    return (await audit<Page<Head>>(path)).items.map(({ note }) => note);
  };
  const own = [...(await readFrom(1)), ...(await readFrom(Math.max(1, Math.floor(head.size / 2))))];
  const checks: Check[] = [];
  for (const note of new Set(own)) {
    const earlier = open(note);
    checks.push(
      typeof earlier === 'string'
        ? check('An earlier head is signed', false, `it ${earlier}`)
        : await compare(
            audit,
            earlier,
            head,
            `It begins as the head over ${count(earlier.size)} said`,
          ),
    );
  }
  if (kept !== undefined) checks.push(await checkKept(audit, head, kept));
  return checks;
}

/** Its signature is not asked again: whoever kept it knows where it came from. */
async function checkKept(audit: Call, head: LogHead, kept: string): Promise<Check> {
  const what = 'It begins as the head that you kept said';
  // A text field sends lines ended as forms end them, and people copy one line too few.
  const earlier = readKeptHead(`${kept.replaceAll('\r\n', '\n').trimEnd()}\n`);
  if (earlier === undefined) return check(what, false, 'what you gave is no head: paste all of it');
  if (earlier.origin !== head.origin) {
    return check(what, false, `what you gave is a head of another ledger, ${earlier.origin}`);
  }
  if (earlier.size > head.size) {
    return check(what, false, `yours covers ${count(earlier.size)} entries, more than the newest`);
  }
  return compare(audit, earlier, head, `${what}, over ${count(earlier.size)} entries`);
}

async function compare(audit: Call, earlier: LogHead, head: LogHead, what: string): Promise<Check> {
  const of = `ledger=${encodeURIComponent(head.origin)}&earlier=${earlier.size}&size=${head.size}`;
  const { proof } = await audit<Proof>(`/v1/ledger/proofs/consistency?${of}`);
  const holds = verifyConsistency(earlier, head, proof.map(fromHex));
  return check(what, holds, sayProof(holds, proof.length));
}

async function checkEntries(
  { audit }: Of,
  head: LogHead,
  entry: number | undefined,
): Promise<readonly Check[]> {
  if (head.size === 0) return [];
  const drawn = Array.from({ length: DRAWN }, () => randomInt(head.size));
  const wanted = new Set([...(entry === undefined ? [] : [entry]), 0, ...drawn, head.size - 1]);
  const checks: Check[] = [];
  for (const index of wanted) checks.push(await checkEntry(audit, head, index));
  return checks;
}

interface Proof {
  readonly proof: readonly string[];
}

/** That the entry, as it is shown, is under the head: its hash is worked out here. */
export async function checkEntry(
  audit: Call,
  head: Pick<LogHead, 'origin' | 'size' | 'root'>,
  index: number,
): Promise<Check> {
  const what = `Entry ${count(index)} is in it`;
  if (index >= head.size) return check(what, false, 'no signed head covers it');
  const of = `ledger=${encodeURIComponent(head.origin)}`;
  type Entry = { readonly index: number; readonly text: string };
  const [entries, { proof }] = await Promise.all([
    audit<Page<Entry>>(`/v1/ledger/entries?${of}&from=${index}&limit=1`),
    audit<Proof>(`/v1/ledger/proofs/inclusion?${of}&index=${index}&size=${head.size}`),
  ]);
  const text = entries.items.find((one) => one.index === index)?.text;
  if (text === undefined) return check(what, false, 'it is gone');
  const holds = verifyInclusion(hashLeaf(Buffer.from(text)), index, head, proof.map(fromHex));
  return check(what, holds, sayProof(holds, proof.length));
}

const sayProof = (holds: boolean, hashes: number): string =>
  `${holds ? 'proved' : 'not proved'} by ${hashes === 1 ? 'one hash' : `${hashes} hashes`}`;

const fromHex = (text: string): Buffer => Buffer.from(text, 'hex');
