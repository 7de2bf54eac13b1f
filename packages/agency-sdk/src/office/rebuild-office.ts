import type { Codec, IsoDate, Person, Release } from '@told/codec';
import { changeIdOf } from '@told/identity';
import type { Database, Statement, Transaction } from '@told/service';
import type { Moment } from '../received-releases.ts';
import { takingBackOf } from '../taking-back.ts';
import type { CaseEntry, Opening } from './case-file.ts';
import { DECIDE, type JournaledDecision } from './decision.ts';
import type { Office } from './office.ts';
import { deriveOpened, OPEN_CASE } from './open-cases.ts';
import { RECORD_CHANGE } from './record-changes.ts';
import { takeBack } from './take-back.ts';
import { takeDecision } from './take-decision.ts';
import { takeEntries } from './take-entries.ts';
import { entryOfCommand, entryOfRelease, type OfficerChange } from './told-fact.ts';

/** Entries gone through at once; bounds memory. */
const PAGE_ENTRIES = 1_000;

// Whoever takes entries, opens cases or adds to what is looked up comes to claim first, and waits; see lockOpening.
const LOCK: Statement = { name: 'office_lock_all', text: 'LOCK TABLE claim IN EXCLUSIVE MODE' };
const CLEAR: readonly Statement[] = ['award_history', 'award', 'case_fact', 'claim'].map(
  (table) => ({ name: `office_clear_${table}`, text: `DELETE FROM ${table}` }),
);

const READ_PAGE: Statement = {
  name: 'office_read_entries',
  text: `SELECT entry_no AS "entryNo", NULL AS command, case_reference AS "caseReference", NULL AS "submissionKey", NULL::jsonb AS body,
      value, takes_back AS "takesBack", business_date AS "businessDate", received_at AS "at", NULL AS "givenBy"
    FROM received_release WHERE entry_no > $1
    UNION ALL
    SELECT entry_no, command, case_reference, submission_key, body, NULL, NULL, business_date, recorded_at, given_by
    FROM journal WHERE entry_no > $1
    ORDER BY 1 LIMIT $2`,
};

interface EntryRow {
  readonly entryNo: number;
  /** Null: a release. */
  readonly command: string | null;
  readonly caseReference: string;
  readonly submissionKey: string;
  readonly body: unknown;
  readonly value: Buffer;
  /** Of a release that takes another back. */
  readonly takesBack: string | null;
  readonly businessDate: IsoDate;
  readonly at: Date;
  readonly givenBy: string;
}

/**
 * Makes the derived tables (claim, case_fact, award, award_history and the office's own) anew from the releases received and the journal,
 * in the order in which they took effect, in one transaction. Publishes nothing. Returns the number of entries gone through.
 */
export function rebuildOffice(
  db: Database,
  office: Office,
  codec: Codec,
): Promise<{ readonly entries: number }> {
  return db.transaction(async (tx) => {
    await tx.query(LOCK);
    for (const statement of CLEAR) await tx.query(statement);
    await office.clear?.(tx);
    let entries = 0;
    for (let last = 0; ; ) {
      const { rows } = await tx.query<EntryRow>(READ_PAGE, [last, PAGE_ENTRIES]);
      for (const run of splitRuns(rows)) await takeRun(tx, office, codec, run);
      entries += rows.length;
      last = rows.at(-1)?.entryNo ?? last;
      if (rows.length < PAGE_ENTRIES) return { entries };
    }
  });
}

/** Neighbours of one kind are taken together; facts are one kind, wherever they came from. */
function kindOf({ command, takesBack }: EntryRow): string {
  if (takesBack !== null) return TAKE_BACK;
  return command === null || command === RECORD_CHANGE ? FACTS : command;
}

const FACTS = 'facts';
/** No command has this name: releases alone take back. */
const TAKE_BACK = 'take-back';

function splitRuns(rows: readonly EntryRow[]): readonly (readonly EntryRow[])[] {
  const runs: EntryRow[][] = [];
  for (const row of rows) {
    const run = runs.at(-1);
    if (run?.[0] !== undefined && kindOf(run[0]) === kindOf(row)) run.push(row);
    else runs.push([row]);
  }
  return runs;
}

async function takeRun(
  tx: Transaction,
  office: Office,
  codec: Codec,
  run: readonly EntryRow[],
): Promise<void> {
  const command = run[0] === undefined ? FACTS : kindOf(run[0]);
  if (command === FACTS) {
    await takeEntries(tx, office, await readEntries(office, codec, run));
  } else if (command === TAKE_BACK) {
    await takeAllBack(tx, office, codec, run);
  } else if (command === OPEN_CASE) {
    const claims = run.map(({ caseReference, body }) => {
      const { person, opening } = body as { person: Person; opening: Opening };
      return { caseReference, person, opening, revision: 0 };
    });
    await deriveOpened(tx, office, claims);
  } else if (command === DECIDE) {
    await takeDecisions(tx, office, codec, run);
  } else {
    await office.commands?.[command]?.(
      tx,
      run.map(({ body }) => body),
    );
  }
}

/** One after the other: each rests on what those before it left. */
async function takeDecisions(
  tx: Transaction,
  office: Office,
  codec: Codec,
  run: readonly EntryRow[],
): Promise<void> {
  for (const row of run) {
    const { caseReference, submissionKey, body, entryNo, givenBy } = row;
    const decision = body as JournaledDecision;
    const command = { caseReference, submissionKey, decision, decidedBy: givenBy, entryNo };
    await takeDecision(tx, office, codec, { ...command, moment: momentOf(row) });
  }
}

async function takeAllBack(
  tx: Transaction,
  office: Office,
  codec: Codec,
  run: readonly EntryRow[],
): Promise<void> {
  const releases = await readReleases(codec, run);
  for (const [index, row] of run.entries()) {
    const taking = takingBackOf(releases[index] as Release);
    if (taking !== null) await takeBack(tx, office, taking, momentOf(row));
  }
}

const momentOf = ({ businessDate, at }: EntryRow): Moment => ({
  businessDate,
  nowMs: at.getTime(),
});

async function readReleases(codec: Codec, rows: readonly EntryRow[]): Promise<readonly Release[]> {
  const decoded = await codec.decode(
    'Release',
    rows.map(({ value }) => value),
  );
  return decoded.map((one) => {
    if (!one.ok) throw one.error;
    return one.value;
  });
}

async function readEntries(
  office: Office,
  codec: Codec,
  run: readonly EntryRow[],
): Promise<readonly CaseEntry[]> {
  const releases = await readReleases(
    codec,
    run.filter(({ command }) => command === null),
  );
  let next = 0;
  return run.flatMap((row) => {
    const moment = momentOf(row);
    if (row.command !== null) {
      const { caseReference, submissionKey } = row;
      const change = row.body as OfficerChange;
      const changeId = changeIdOf(office.agency, submissionKey);
      return [entryOfCommand({ caseReference, changeId, change }, office.agency, moment)];
    }
    const release = releases[next++] as Release;
    // Void, or taking back without saying what.
    return release.kind === 'value' ? [entryOfRelease(release, moment)] : [];
  });
}
