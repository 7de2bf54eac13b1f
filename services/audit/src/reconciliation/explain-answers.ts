import type { Database, Transaction } from '@told/service';
import type { Facts } from '../entries/entry.ts';
import { nameLine, openBook } from './book-entries.ts';
import {
  noteLookedFor,
  readDecisions,
  readNamed,
  readUnnamed,
  type Unnamed,
} from './explain-queries.ts';
import { lockAll, writeBook } from './fold-queries.ts';
import type { ReleaseLine } from './lines.ts';
import { idsTakingAll, listFollowing, type NamedRelease } from './taking-back-ids.ts';

/** Answers looked for in one transaction: new ones until none is left, and then as many of those that nothing explained. */
const AT_ONCE = 200;
const NAMED_AT_ONCE = 10_000;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Finds out of answers to releases that no decision names what those releases take back. The gateway says such a release to its recipient alone; its
 * id is named by the release that it takes back, so that it can be found among what was given in the case. Once the case was forgotten, it is
 * looked for among all that the agency was given.
 */
export async function explainAnswers(db: Database): Promise<void> {
  for (;;) {
    if (!(await db.transaction(explainSome))) return;
  }
}

/** Resolves with whether others wait that nobody has looked for. */
async function explainSome(tx: Transaction): Promise<boolean> {
  await lockAll(tx);
  const unnamed = await readUnnamed(tx, AT_ONCE);
  if (unnamed.length === 0) return false;
  await noteLookedFor(tx, unnamed);
  const [open, closed] = [true, false].map((wanted) =>
    unnamed.filter(({ isOpen }) => isOpen === wanted),
  );
  const found = new Map<ReleaseLine, string>();
  for (const one of open ?? []) {
    const changeId = await findInCase(tx, one);
    if (changeId !== undefined) found.set(one, changeId);
  }
  await findAmongAll(tx, closed ?? [], found);
  const book = openBook([], [...found.keys()]);
  for (const [{ releaseId, agency, sequence, ...line }, changeId] of found) {
    const { day, ledger, index, seenAt } = line;
    const naming = { kind: 'taking-back', changeId, day, ledger, index, seenAt } as const;
    nameLine(book, { releaseId, agency, sequence }, naming);
  }
  writeBook(tx, book, { changes: [], releases: [] });
  return unnamed.length === AT_ONCE && unnamed.at(-1)?.lookedFor === 0;
}

/** The change of the release that is taken back. */
async function findInCase(tx: Transaction, unnamed: Unnamed): Promise<string | undefined> {
  const decisions = (await readDecisions(tx, unnamed)).map((text) => readDecision(text, unnamed));
  const decisionIds = decisions.map(({ decisionId }) => decisionId);
  for (const { changeId, given } of decisions) {
    for (const one of given) {
      for (const id of listFollowing(one, { decisionIds, sequence: unnamed.sequence })) {
        if (id === unnamed.releaseId) return changeId;
      }
    }
  }
  return undefined;
}

function readDecision(
  text: string,
  { agency }: Unnamed,
): {
  readonly decisionId: string;
  readonly changeId: string;
  readonly given: readonly NamedRelease[];
} {
  const { facts } = JSON.parse(text) as { readonly facts: Facts };
  const decisionId = String(facts['decisionId']);
  const recipients = (facts['recipients'] ?? []) as readonly Facts[];
  const given = recipients.flatMap((one): NamedRelease[] => {
    const { releaseId, verdict } = one;
    const isGiven = verdict === 'release' || verdict === 'trimmed';
    if (one['agency'] !== agency || !isGiven || typeof releaseId !== 'string') return [];
    const basis = (one['basis'] ?? []) as readonly Facts[];
    const fields = basis.flatMap((of) => (of['fields'] ?? []) as readonly string[]);
    const consents = (one['consents'] ?? []) as readonly Facts[];
    const hasConsent = consents.length > 0;
    return [{ releaseId, decisionId, fields: [...new Set(fields)], hasConsent }];
  });
  return { decisionId, changeId: String(facts['changeId']), given };
}

async function findAmongAll(
  tx: Transaction,
  unnamed: readonly Unnamed[],
  found: Map<ReleaseLine, string>,
): Promise<void> {
  if (unnamed.length === 0) return;
  const wanted = new Map(unnamed.map((one) => [`${one.agency} ${one.releaseId}`, one]));
  for (let after = FIRST_ID; wanted.size > 0; ) {
    const named = await readNamed(tx, after, NAMED_AT_ONCE);
    for (const { releaseId, agency, changeId } of named) {
      for (const id of idsTakingAll(releaseId)) {
        const one = wanted.get(`${agency} ${id}`);
        if (one !== undefined) found.set(one, changeId);
      }
    }
    if (named.length < NAMED_AT_ONCE) return;
    after = named.at(-1)?.releaseId ?? after;
  }
}
