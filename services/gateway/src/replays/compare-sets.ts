import { type AgreementSet, fieldsOf } from '@told/agreements';
import type { Transaction } from '@told/service';
import type { DecidedRecipient } from '../decisions/decide-changes.ts';
import type { ToldChange } from '../decisions/read-changes.ts';
import { dutyFieldsOf } from '../decisions/write-release.ts';
import type { Present } from './current-inputs.ts';
import { reDecide } from './inputs.ts';
import type { Judged, Redecided } from './re-decide-changes.ts';
import type { Recorded } from './read-recorded.ts';
import { readInputs } from './recorded-inputs.ts';
import type { Group } from './replay.ts';

/** Two sets of agreements under which the same changes are decided. */
export interface SetsToCompare {
  readonly before: AgreementSet;
  readonly after: AgreementSet;
}

interface OfAgency {
  /** This recipient alone; all when null. */
  readonly agency: string | null;
}

/** What became of each told field, by its name; of a change without fields, of the fact itself. */
type Fates = ReadonlyMap<string, string>;

/**
 * Decides these changes under both sets, everything else as it was then, and groups where a recipient's field would fare otherwise. Each
 * interest is asked in the last run that was about it.
 */
export async function compareSets(
  tx: Transaction,
  changes: readonly Redecided[],
  { law, before, after, agency }: SetsToCompare & Pick<Present, 'law'> & OfAgency,
): Promise<{ readonly judged: readonly Judged[]; readonly groups: readonly Group[] }> {
  const judged: Judged[] = [];
  const groups: Group[] = [];
  for (const { told, runs } of changes) {
    const { changeId } = told.change;
    const base = { changeId, agency: null, fields: [] };
    for (const { recorded, interestIds } of findLastRuns(runs)) {
      const { run } = recorded.decision;
      const inputs = await readInputs(tx, recorded, law);
      if ('notKept' in inputs) {
        judged.push({ ...base, kind: 'not-kept', run, causes: [inputs.notKept] });
        continue;
      }
      const under = (agreements: AgreementSet) => {
        const { recipients } = reDecide(told, { ...inputs, agreements });
        const asked = recipients.filter((one) => agency === null || one.agency === agency);
        return new Map(asked.map((one) => [one.interestId, one]));
      };
      const found = compareAnswers(told, interestIds, [under(before), under(after)]);
      groups.push(...found);
      judged.push({ ...base, kind: found.length > 0 ? 'different' : 'equal', run, causes: [] });
    }
  }
  return { judged, groups };
}

interface LastRun {
  readonly recorded: Recorded;
  readonly interestIds: ReadonlySet<string>;
}

/** The runs that answered somebody last; the first, when nobody was asked at all. */
function findLastRuns(runs: readonly Recorded[]): readonly LastRun[] {
  const last = new Map(
    runs.flatMap((recorded) =>
      recorded.recipients.flatMap(({ interestId }): [string, Recorded][] =>
        interestId === null ? [] : [[interestId, recorded]],
      ),
    ),
  );
  return runs
    .map((recorded) => ({
      recorded,
      interestIds: new Set([...last].flatMap(([id, of]) => (of === recorded ? [id] : []))),
    }))
    .filter(({ interestIds }, index) => interestIds.size > 0 || index === 0);
}

type Answers = ReadonlyMap<string | null, DecidedRecipient>;

function compareAnswers(
  told: ToldChange,
  interestIds: ReadonlySet<string>,
  [before, after]: readonly [Answers, Answers],
): readonly Group[] {
  const { changeId } = told.change;
  return [...interestIds].flatMap((interestId) => {
    const was = before.get(interestId);
    const now = after.get(interestId);
    if (was === undefined || now === undefined) return [];
    const fates = [describeFates(told, was), describeFates(told, now)] as const;
    return [...fates[0]].flatMap(([field, fate]): Group[] => {
      const other = fates[1].get(field) ?? fate;
      if (other === fate) return [];
      const { agency, capacity } = was;
      return [
        {
          ...{ agency: agency ?? '', capacity: capacity ?? '', field },
          ...{ before: fate, after: other, count: 1, examples: [changeId] },
        },
      ];
    });
  });
}

/** `given`, or the reason why not. */
function describeFates({ change, body }: ToldChange, answer: DecidedRecipient): Fates {
  const told = [...fieldsOf(change.fact, body), ...dutyFieldsOf(change)];
  const fields = told.length > 0 ? told : [change.fact];
  const given = new Set(answer.fields.map((one) => one.field));
  const withheld = new Map(answer.withheld.map((one) => [one.field, one.reason]));
  const isGiven = answer.verdict === 'release' || answer.verdict === 'trimmed';
  return new Map(
    fields.map((field): [string, string] => {
      const isWhole = isGiven && (given.has(field) || told.length === 0);
      return [field, isWhole ? 'given' : (withheld.get(field) ?? answer.reason ?? answer.verdict)];
    }),
  );
}
