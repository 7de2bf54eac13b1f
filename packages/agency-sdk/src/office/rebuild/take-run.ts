import { type Codec, type Person, type Release, readOrThrow } from '@told/codec';
import { changeIdOf } from '@told/identity';
import type { Transaction } from '@told/service';
import type { KeptReleases, Moment } from '../../received-releases.ts';
import { takingBackOf } from '../../taking-back.ts';
import type { CaseEntry, Opening } from '../case-file.ts';
import { DECIDE, type JournaledDecision } from '../decision.ts';
import type { Office } from '../office.ts';
import { deriveOpened, OPEN_CASE } from '../open-cases.ts';
import { RECORD_CHANGE } from '../record-changes.ts';
import { takeBack } from '../take-back.ts';
import { takeDecision } from '../take-decision.ts';
import { takeEntries } from '../take-entries.ts';
import { entryOfCommand, entryOfRelease, type OfficerChange } from '../told-fact.ts';
import type { EntryRow } from './entries.ts';

/** Neighbours of one kind are taken together; facts are one kind, wherever they came from. */
export function kindOf({ command, takesBack }: EntryRow): string {
  if (takesBack !== null) return TAKE_BACK;
  return command === null || command === RECORD_CHANGE ? FACTS : command;
}

/** A fact concerns one case alone. */
export const FACTS = 'facts';
/** No command has this name: releases alone take back. */
const TAKE_BACK = 'take-back';

export function splitRuns(rows: readonly EntryRow[]): readonly (readonly EntryRow[])[] {
  const runs: EntryRow[][] = [];
  for (const row of rows) {
    const run = runs.at(-1);
    if (run?.[0] !== undefined && kindOf(run[0]) === kindOf(row)) run.push(row);
    else runs.push([row]);
  }
  return runs;
}

/** What entries of one kind derive, in order; nothing is told. */
export async function takeRun(
  tx: Transaction,
  office: Office,
  kept: KeptReleases,
  run: readonly EntryRow[],
): Promise<void> {
  const [first] = run;
  if (first === undefined) return;
  const { codec } = kept;
  const command = kindOf(first);
  if (command === FACTS) {
    await takeEntries(tx, office, await readEntries(office, codec, run));
  } else if (command === TAKE_BACK) {
    await takeAllBack(tx, office, codec, run);
  } else if (command === OPEN_CASE) {
    const claims = run.map((row) => {
      const { person, opening } = row.body as { person: Person; opening: Opening };
      return { caseReference: caseOf(row), person, opening, revision: 0 };
    });
    await deriveOpened(tx, office, claims);
  } else if (command === DECIDE) {
    await takeDecisions(tx, office, kept, run);
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
  kept: KeptReleases,
  run: readonly EntryRow[],
): Promise<void> {
  for (const row of run) {
    const { submissionKey, body, entryNo, givenBy } = row;
    const caseReference = caseOf(row);
    const decision = body as JournaledDecision;
    const command = { caseReference, submissionKey, decision, decidedBy: givenBy, entryNo };
    await takeDecision(tx, office, kept, { ...command, moment: momentOf(row) });
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

/** Of every entry but the office's own commands. */
export const caseOf = ({ caseReference }: EntryRow): string => caseReference ?? '';

const momentOf = ({ businessDate, at }: EntryRow): Moment => ({
  businessDate,
  nowMs: at.getTime(),
});

async function readReleases(codec: Codec, rows: readonly EntryRow[]): Promise<readonly Release[]> {
  const decoded = await codec.decode(
    'Release',
    rows.map(({ value }) => value),
  );
  return decoded.map(readOrThrow);
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
      const change = row.body as OfficerChange;
      const changeId = changeIdOf(office.agency, row.submissionKey);
      const told = { caseReference: caseOf(row), changeId, change };
      return [entryOfCommand(told, office.agency, moment)];
    }
    const release = releases[next++] as Release;
    // Void, or taking back without saying what.
    return release.kind === 'value' ? [entryOfRelease(release, moment)] : [];
  });
}
