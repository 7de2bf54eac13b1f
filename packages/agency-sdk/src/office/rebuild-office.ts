import type { Codec, IsoDate, Person } from '@told/codec';
import { changeIdOf } from '@told/identity';
import type { Database, Statement, Transaction } from '@told/service';
import { withoutValue } from '../handle-changes.ts';
import type { Moment } from '../received-releases.ts';
import type { CaseEntry, Opening } from './case-file.ts';
import { DECIDE, type JournaledDecision } from './decision.ts';
import type { Office } from './office.ts';
import { deriveOpened, OPEN_CASE } from './open-cases.ts';
import { RECORD_CHANGE } from './record-changes.ts';
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
      value, business_date AS "businessDate", received_at AS "at", NULL AS "givenBy"
    FROM received_release WHERE entry_no > $1
    UNION ALL
    SELECT entry_no, command, case_reference, submission_key, body, NULL, business_date, recorded_at, given_by
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
const kindOf = ({ command }: EntryRow): string =>
  command === null || command === RECORD_CHANGE ? 'facts' : command;

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
  const command = run[0]?.command ?? RECORD_CHANGE;
  if (command === RECORD_CHANGE) {
    await takeEntries(tx, office, await readEntries(office, codec, run));
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
  for (const { caseReference, submissionKey, body, businessDate, at, givenBy } of run) {
    const decision = body as JournaledDecision;
    const moment: Moment = { businessDate, nowMs: at.getTime() };
    const command = { caseReference, submissionKey, decision, decidedBy: givenBy, moment };
    await takeDecision(tx, office, codec, command);
  }
}

async function readEntries(
  office: Office,
  codec: Codec,
  run: readonly EntryRow[],
): Promise<readonly CaseEntry[]> {
  const releases = run.filter(({ command }) => command === null);
  const decoded = await codec.decode(
    'Release',
    releases.map(({ value }) => value),
  );
  let next = 0;
  return run.flatMap((row) => {
    const moment: Moment = { businessDate: row.businessDate, nowMs: row.at.getTime() };
    if (row.command !== null) {
      const { caseReference, submissionKey } = row;
      const change = row.body as OfficerChange;
      const changeId = changeIdOf(office.agency, submissionKey);
      return [entryOfCommand({ caseReference, changeId, change }, office.agency, moment)];
    }
    const release = decoded[next++];
    if (release?.ok !== true) throw release?.error;
    return release.value.kind === 'void'
      ? []
      : [entryOfRelease(withoutValue(release.value), moment)];
  });
}
