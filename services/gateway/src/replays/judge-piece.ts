import type { Decision } from '@told/codec';
import type { StoredRecord } from '@told/event-log';
import type { Database, Statement, Transaction } from '@told/service';
import {
  type ChangeArrival,
  decodeChanges,
  type ReadPorts,
  type Unreadable,
} from '../decisions/read-changes.ts';
import { compareSets, type SetsToCompare } from './compare-sets.ts';
import type { Present } from './current-inputs.ts';
import { type Judged, judgeAsOfNow, judgeAsOfThen, type Redecided } from './re-decide-changes.ts';
import { type Recorded, readRecorded } from './read-recorded.ts';
import { type Counts, type Group, listGroups, type Replay } from './replay.ts';

export interface JudgePorts extends ReadPorts {
  readonly db: Database;
  readonly present: () => Present;
  readonly encode: (decision: Decision) => Buffer;
}

// One moment for all statements, and nothing can be written: whoever only asks leaves no trace in decisions, releases or topics.
const READ_ONLY: Statement = {
  name: 'gateway_replay_reads_only',
  text: 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY',
};

/** What came of some records: how many by kind, and whatever did not come out as it was. */
export interface Judgement {
  readonly counts: Counts;
  readonly differences: readonly Judged[];
}

type Asked = Pick<Replay, 'request' | 'remaining' | 'counts'>;
type Read = ChangeArrival | Unreadable;

/** Decides the changes of these records again as the replay asks, and adds what came out to its counts. Writes nothing. */
export async function judgePiece(
  { db, codec, openBodies, ...ports }: JudgePorts,
  replay: Asked,
  records: readonly StoredRecord[],
  sets?: SetsToCompare,
): Promise<Judgement> {
  const read = (await decodeChanges({ codec, openBodies }, records)).filter((one) =>
    isWanted(one, replay),
  );
  if (read.length === 0) return { counts: replay.counts, differences: [] };
  return db.transaction(async (tx) => {
    await tx.query(READ_ONLY);
    const recorded = await readRecorded(
      tx,
      read.flatMap((one) => one.change?.changeId ?? []),
    );
    const runsOf = Map.groupBy(recorded, (one) => one.decision.changeId);
    const open = read.flatMap((told): Redecided[] => {
      if ('cause' in told || told.isErased) return [];
      const runs = runsOf.get(told.id);
      return runs === undefined ? [] : [{ told, runs }];
    });
    const closed = read.flatMap((one) => judgeClosed(one, runsOf));
    const agency = replay.request.filter.agency ?? null;
    if (sets !== undefined) {
      const compared = await compareSets(tx, open, { ...sets, ...ports.present(), agency });
      const judged = [...compared.judged, ...closed];
      return { counts: addGroups(count(replay.counts, judged), compared.groups), differences: [] };
    }
    const judged = [...(await judge(tx, open, replay, ports)), ...closed];
    const differences = judged.filter((one) => one.kind !== 'equal');
    return { counts: count(replay.counts, judged), differences };
  });
}

function isWanted({ change }: Read, { request, remaining }: Asked): boolean {
  const { fact, changeId } = request.filter;
  if (change === undefined) return false;
  if (fact !== undefined && change.fact !== fact) return false;
  if (changeId !== undefined && change.changeId !== changeId) return false;
  return remaining.subjectKeys?.includes(change.subjectKey) ?? true;
}

/** What cannot be decided again since it cannot be read, or has not been decided at all. */
function judgeClosed(
  read: Read,
  runsOf: ReadonlyMap<string, readonly Recorded[]>,
): readonly Judged[] {
  const changeId = read.change?.changeId;
  if (changeId === undefined) return [];
  const base = { changeId, run: null, agency: null, fields: [] };
  if (!runsOf.has(changeId)) return [{ ...base, kind: 'not-kept', causes: ['undecided'] }];
  if ('cause' in read) return [{ ...base, kind: 'not-kept', causes: ['unreadable'] }];
  return read.isErased ? [{ ...base, kind: 'erased', causes: [] }] : [];
}

async function judge(
  tx: Transaction,
  open: readonly Redecided[],
  { request }: Asked,
  ports: Pick<JudgePorts, 'present' | 'encode'>,
): Promise<readonly Judged[]> {
  const agency = request.filter.agency ?? null;
  const present = ports.present();
  if (request.asOf === 'now') return judgeAsOfNow(tx, open, agency, present);
  const { encode } = ports;
  const judged: Judged[] = [];
  for (const one of open) {
    judged.push(...(await judgeAsOfThen(tx, one, agency, { law: present.law, encode })));
  }
  return judged;
}

function count(counts: Counts, judged: readonly Judged[]): Counts {
  const next: Record<string, Counts[string]> = { ...counts };
  for (const { kind } of judged) next[kind] = Number(next[kind] ?? 0) + 1;
  return next;
}

/** Pairs of answers that are told apart; far above agencies × fields × reasons, and a bound for the report. */
const GROUPS_MAX = 1_000;
const EXAMPLES_MAX = 3;

function addGroups(counts: Counts, found: readonly Group[]): Counts {
  const known = listGroups(counts);
  const groups = new Map(known.map((one) => [nameOf(one), one]));
  for (const one of found) {
    const before = groups.get(nameOf(one));
    if (before === undefined && groups.size >= GROUPS_MAX) continue;
    const examples = [...new Set([...(before?.examples ?? []), ...one.examples])];
    groups.set(nameOf(one), {
      ...one,
      count: (before?.count ?? 0) + one.count,
      examples: examples.slice(0, EXAMPLES_MAX),
    });
  }
  return { ...counts, groups: [...groups.values()] };
}

const nameOf = ({ agency, capacity, field, before, after }: Group): string =>
  [agency, capacity, field, before, after].join('\n');
