import type { Decision } from '@told/codec';
import type { Transaction } from '@told/service';
import type { ToldChange } from '../decisions/read-changes.ts';
import { type Answer, answerAgain, answerOnRecord, namesOfDifference } from './compare-answers.ts';
import { compareThen } from './compare-then.ts';
import { type Present, readCurrentInputs } from './current-inputs.ts';
import { type Cause, findCauses } from './find-causes.ts';
import { type Inputs, reDecide } from './inputs.ts';
import type { Recorded, RecordedRecipient } from './read-recorded.ts';
import { type NotKept, readInputs } from './recorded-inputs.ts';

/** Why nothing was decided again: the change has not been decided yet, or its record cannot be read. */
export const NOT_JUDGED = ['undecided', 'unreadable'] as const;
type NotJudged = (typeof NOT_JUDGED)[number];

/** One answer to the question whether a decision comes out again as it was; `fields` and `causes` are names and no values. */
export interface Judged {
  readonly kind: 'equal' | 'engine' | 'different' | 'not-kept' | 'erased';
  readonly changeId: string;
  /** The run; null where all runs on the change were looked at together. */
  readonly run: number | null;
  readonly agency: string | null;
  readonly fields: readonly string[];
  readonly causes: readonly (Cause | NotKept | NotJudged)[];
}

/** A change that was read again, and every run on it. */
export interface Redecided {
  readonly told: ToldChange;
  readonly runs: readonly Recorded[];
}

export interface ThenPorts extends Pick<Present, 'law'> {
  readonly encode: (decision: Decision) => Buffer;
}

const isOf = (agency: string | null, recipients: readonly RecordedRecipient[]): boolean =>
  agency === null || recipients.some((one) => one.agency === agency);

/** As of then: each run must come out as it is on record, byte for byte. With `agency`, the runs that name it. */
export async function judgeAsOfThen(
  tx: Transaction,
  { told, runs }: Redecided,
  agency: string | null,
  { law, encode }: ThenPorts,
): Promise<readonly Judged[]> {
  const judged: Judged[] = [];
  for (const recorded of runs) {
    const { changeId, run } = recorded.decision;
    if (!isOf(agency, recorded.recipients)) continue;
    const inputs = await readInputs(tx, recorded, law);
    if ('notKept' in inputs) {
      const why = { agency: null, fields: [], causes: [inputs.notKept] };
      judged.push({ kind: 'not-kept', changeId, run, ...why });
      continue;
    }
    const compared = compareThen(recorded, reDecide(told, inputs), encode);
    judged.push({ changeId, run, agency: null, causes: [], ...compared });
  }
  return judged;
}

/** As of now: the answer that each recipient was given last, against the one that it would be given now, and which rule makes the difference. */
export async function judgeAsOfNow(
  tx: Transaction,
  changes: readonly Redecided[],
  agency: string | null,
  present: Present,
): Promise<readonly Judged[]> {
  const decided = changes.flatMap(({ told, runs }) => {
    const [first] = runs;
    if (first === undefined) return [];
    const { subjectKey, rootChangeId } = first.decision;
    return [{ told, runs, subjectKey, rootChangeId }];
  });
  const current = await readCurrentInputs(tx, decided, present);
  const judged: Judged[] = [];
  for (const [index, one] of decided.entries()) {
    const now = current[index];
    if (now !== undefined) judged.push(...(await judgeNow(tx, one, { now, agency }, present)));
  }
  return judged;
}

interface Asked {
  readonly now: Inputs;
  readonly agency: string | null;
}

async function judgeNow(
  tx: Transaction,
  { told, runs }: Redecided,
  { now, agency }: Asked,
  { law }: Present,
): Promise<readonly Judged[]> {
  const { changeId } = told.change;
  const last = findLast(runs);
  const again = new Map(reDecide(told, now).recipients.map((one) => [one.interestId, one]));
  const interestIds = [...new Set([...last.keys(), ...again.keys()])].filter((id) => id !== null);
  const differing: Judged[] = [];
  for (const interestId of interestIds) {
    const before = last.get(interestId);
    const after = again.get(interestId);
    const recipient = before?.recipient.agency ?? after?.agency ?? null;
    if (agency !== null && recipient !== agency) continue;
    const was = before && answerOnRecord(before.recipient);
    const fields = namesOfDifference(was, after && answerAgain(after));
    if (fields.length === 0) continue;
    const causes = await explain(tx, { told, interestId, was, before, now }, law);
    differing.push({ kind: 'different', changeId, run: null, agency: recipient, fields, causes });
  }
  if (differing.length > 0) return differing;
  return [{ kind: 'equal', changeId, run: null, agency: null, fields: [], causes: [] }];
}

interface Last {
  readonly recipient: RecordedRecipient;
  readonly recorded: Recorded;
}

/** What each interest was answered last. */
function findLast(runs: readonly Recorded[]): ReadonlyMap<string, Last> {
  return new Map(
    runs.flatMap((recorded) =>
      recorded.recipients.flatMap((recipient): [string, Last][] =>
        recipient.interestId === null ? [] : [[recipient.interestId, { recipient, recorded }]],
      ),
    ),
  );
}

interface Differing {
  readonly told: ToldChange;
  readonly interestId: string;
  readonly was: Answer | undefined;
  readonly before: Last | undefined;
  readonly now: Inputs;
}

async function explain(
  tx: Transaction,
  { told, interestId, was, before, now }: Differing,
  law: Present['law'],
): Promise<readonly Cause[]> {
  // Registered since, or no interest in this person any more.
  const isStillAsked = now.candidates.some((one) => one.interestId === interestId);
  if (was === undefined || before === undefined || !isStillAsked) return ['interest'];
  const then = await readInputs(tx, before.recorded, law);
  if ('notKept' in then) return ['not-kept'];
  return findCauses(told, interestId, { was, then, now });
}
