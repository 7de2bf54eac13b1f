import type { Submission } from '@told/codec';
import { changeIdOf } from '@told/identity';
import { type Problem, problem, type Statement, type Transaction } from '@told/service';
import type { Moment } from '../received-releases.ts';
import { type Submitter, submitChanges } from '../submit-changes.ts';
import type { Claim, TakenEntry } from './case-file.ts';
import { checkCommands } from './check-commands.ts';
import { digestBody, writeJournal } from './journal.ts';
import { lockKeys } from './lock-words.ts';
import type { Office } from './office.ts';
import { takeEntries } from './take-entries.ts';
import { type ChangeCommand, entryOfCommand } from './told-fact.ts';

/** The journal's name of the command. */
export const RECORD_CHANGE = 'record-change';

export interface RecordPorts {
  readonly office: Office;
  readonly submitter: Submitter;
  readonly moment: () => Moment;
}

const READ_COMMANDS: Statement = {
  name: 'office_read_commands',
  text: `SELECT submission_key AS "submissionKey", body_digest AS "bodyDigest"
    FROM unnest($1::text[]) AS k (key), LATERAL (
      SELECT submission_key, body_digest FROM journal WHERE submission_key = k.key OFFSET 0
    ) AS found`,
};

/**
 * Records commands: journal, own record, award, and what the bus is told, all or nothing. A key that was used before with the same body
 * changes nothing. Answers command by command with null, or with the problem `idempotency-key-reused`, `case-unknown`, or the faults that the
 * person of the case makes of it.
 */
export async function recordChanges(
  tx: Transaction,
  { office, submitter, moment: now }: RecordPorts,
  commands: readonly ChangeCommand[],
): Promise<readonly (Problem | null)[]> {
  const moment = now();
  const keys = commands.map(({ submissionKey }) => submissionKey);
  await lockKeys(tx, keys);
  const { rows } = await tx.query<{ submissionKey: string; bodyDigest: Buffer }>(READ_COMMANDS, [
    keys,
  ]);
  const known = new Map(rows.map((row) => [row.submissionKey, row.bodyDigest]));
  const answers: (Problem | null)[] = [...(await checkCommands(tx, commands, moment.businessDate))];
  const fresh: {
    readonly command: ChangeCommand;
    readonly bodyDigest: Buffer;
    readonly place: number;
  }[] = [];
  for (const [place, command] of commands.entries()) {
    const { caseReference, submissionKey, change } = command;
    const bodyDigest = digestBody({ caseReference, change });
    const before = known.get(submissionKey);
    if (before === undefined) {
      if (answers[place] !== null) continue;
      known.set(submissionKey, bodyDigest);
      fresh.push({ command, bodyDigest, place });
    } else {
      // What was recorded once is answered as it was, whatever the business date says of it now.
      answers[place] = before.equals(bodyDigest) ? null : problem('idempotency-key-reused');
    }
  }
  const entries = fresh.map(({ command }) =>
    entryOfCommand(
      { ...command, changeId: changeIdOf(office.agency, command.submissionKey) },
      office.agency,
      moment,
    ),
  );
  const taken = await takeEntries(tx, office, entries);
  const recorded = fresh.filter(({ place }, index) => {
    if (taken.entries[index]?.result.kind !== 'unmatched') return true;
    answers[place] = problem('case-unknown');
    return false;
  });
  await writeJournal(
    tx,
    recorded.map(({ command, bodyDigest }) => ({
      command: RECORD_CHANGE,
      caseReference: command.caseReference,
      submissionKey: command.submissionKey,
      body: command.change,
      bodyDigest,
      givenBy: command.givenBy,
    })),
    moment,
  );
  const own = fresh.flatMap(({ command }, index) =>
    tellChange(office, command, taken.entries[index] as TakenEntry, moment),
  );
  await submitChanges(tx, submitter, [...own, ...taken.submissions], moment);
  return answers;
}

/** What the bus is told: the officer's change, with its use when the office could use it. */
function tellChange(
  office: Office,
  { submissionKey, change }: ChangeCommand,
  { result, step }: TakenEntry,
  { businessDate }: Moment,
): readonly Submission[] {
  if (step === null) return [];
  const { caseReference, person }: Claim = step.file.claim;
  const isUsed = result.kind === 'applied' || result.kind === 'no-change';
  const use = isUsed
    ? { usedOn: businessDate, usedFor: office.benefit }
    : { usedOn: null, usedFor: null };
  return [
    {
      idempotencyKey: submissionKey,
      change: { ...change, ...use, person, caseReference, system: null },
    },
  ];
}
