import type { EventLog, StoredRecord } from '@told/event-log';
import { type Database, failpoint, type Transaction } from '@told/service';
import { decideKept, type WantedAgain } from '../decisions/decide-again.ts';
import type { DecidedChange } from '../decisions/decide-changes.ts';
import { type KeptOfSubject, readKept, readNextRuns } from '../decisions/kept-queries.ts';
import type { Decisions } from '../decisions/open-decisions.ts';
import { caseKeyOf, lockCases } from '../decisions/queries.ts';
import { decodeChanges } from '../decisions/read-changes.ts';
import type { SubjectInterest } from '../decisions/subject-interest.ts';
import { readInterestsById } from '../decisions/subject-view.ts';
import { lockForChange, readSurvivors } from '../interests/lock-survivors.ts';
import { CHANGES_TOPIC } from '../topics.ts';
import { advanceReplay, setCounts } from './queries.ts';
import type { PastRelease } from './releases-to-repeat.ts';
import type { Counts, Replay } from './replay.ts';

export interface RedeliverPorts {
  readonly db: Database;
  readonly log: EventLog;
  readonly decisions: Decisions;
}

/** Why a release is not repeated: each has its count. */
type Left = 'superseded' | 'held' | 'not-current' | 'not-kept';

interface Meant extends PastRelease {
  readonly interestId: string;
  readonly firstReleaseId: string;
}

/**
 * One page of a redelivery in one transaction: each release that is meant is decided again by today's law, by the ordinary path and behind its
 * fence, and leaves as a new one at the next place of its case that names the first. Answers the counts after it; undefined when somebody
 * else has done this step, and then nothing was done here.
 */
export async function redeliverPage(
  { db, log, decisions }: RedeliverPorts,
  replay: Replay,
  page: readonly PastRelease[],
): Promise<Counts | undefined> {
  const meant = page.filter(isMeant);
  const annulments = await readAnnulments(log, decisions, meant);
  return db.transaction(async (tx) => {
    const last = page.at(-1);
    if (last === undefined) return undefined;
    const { caseReference, releaseSequence } = last;
    const next = {
      remaining: { ...replay.remaining, after: { caseReference, releaseSequence } },
      done: countDone(replay, page),
      counts: replay.counts,
    };
    if (!(await advanceReplay(tx, replay, next))) return undefined;
    failpoint('redeliver-claimed');
    const counted = await repeat(tx, decisions, meant, annulments);
    const counts = addCounts(replay.counts, counted);
    await setCounts(tx, replay.replayId, counts);
    return counts;
  });
}

/** What was given again meanwhile is passed by at the ends of its cases, and is not counted. */
export const countDone = (
  { done, total }: Pick<Replay, 'done' | 'total'>,
  page: readonly PastRelease[],
): number => Math.min(total, done + page.length);

const isMeant = (one: PastRelease): one is Meant =>
  one.isMeant && one.interestId !== null && one.firstReleaseId !== null;

async function repeat(
  tx: Transaction,
  decisions: Decisions,
  meant: readonly Meant[],
  annulments: ReadonlyMap<string, KeptOfSubject>,
): Promise<readonly string[]> {
  if (meant.length === 0) return [];
  const rules = await decisions.readRules(tx);
  const before = await readById(tx, meant);
  const keys = [...new Set([...before.values()].map((one) => one.subjectKey))].sort();
  // FOR UPDATE: what else decides these changes again numbers its runs after this one's.
  const locked = await lockForChange(tx, keys);
  const subjects = await decisions.subjects.read(tx, locked, false);
  const interests = await readById(tx, meant);
  const bodies = await readBodies(tx, meant, annulments);
  const cases = await lockCases(tx, [...interests.values()]);
  const left: Left[] = [];
  const wanted = meant.flatMap((one): WantedAgain[] => {
    const interest = interests.get(one.interestId);
    const row = bodies.get(one.changeId);
    const why = whyNot({ ...one, interest, row }, cases);
    if (
      why === undefined &&
      interest !== undefined &&
      row !== undefined &&
      subjects.has(interest.subjectKey)
    ) {
      const { subjectKey, interestId } = interest;
      const redeliveryOf = one.firstReleaseId;
      return [
        { row, subjectKey, interestIds: new Set([interestId]), backFill: false, redeliveryOf },
      ];
    }
    left.push(why ?? 'not-current');
    return [];
  });
  if (wanted.length === 0) return left;
  const asked = { wanted, cause: 'redelivered' } as const;
  const decided = await decideKept(tx, decisions, asked, { subjects, rules, cases });
  failpoint('redeliver-decided');
  return [...left, ...decided.flatMap(listVerdicts)];
}

const listVerdicts = ({ recipients }: DecidedChange): readonly string[] =>
  // Of an erased person nothing is given: it is told apart from other refusals.
  recipients.map((one) => (one.reason === 'erased' ? 'erased' : one.verdict));

async function readById(
  tx: Transaction,
  meant: readonly Meant[],
): Promise<ReadonlyMap<string, SubjectInterest>> {
  const ids = [...new Set(meant.map((one) => one.interestId))];
  return new Map((await readInterestsById(tx, ids)).map((one) => [one.interestId, one]));
}

/** Under the locks: the bodies as they are kept now, with the number of each one's next decision. */
async function readBodies(
  tx: Transaction,
  meant: readonly Meant[],
  annulments: ReadonlyMap<string, KeptOfSubject>,
): Promise<ReadonlyMap<string, KeptOfSubject>> {
  const kept = await readKept(tx, [...new Set(meant.map((one) => one.changeId))]);
  const runs = await readNextRuns(tx, [...annulments.keys()]);
  const told = [...annulments.values()].map((one) => one.subjectKey);
  const survivors = await readSurvivors(tx, [...new Set(told)]);
  return new Map([
    ...[...annulments].map(([changeId, one]): [string, KeptOfSubject] => {
      const subjectKey = survivors.get(one.subjectKey) ?? one.subjectKey;
      return [changeId, { ...one, subjectKey, nextRun: runs.get(changeId) ?? one.nextRun }];
    }),
    ...kept
      .filter((one) => one.isLatest)
      .map((one): [string, KeptOfSubject] => [one.changeId, one]),
  ]);
}

interface Candidate extends Meant {
  readonly interest: SubjectInterest | undefined;
  readonly row: KeptOfSubject | undefined;
}

/** What must not be repeated: what came later stands; what waits keeps its place; and nobody is given what was told of somebody else. */
function whyNot(
  { standing, interest, row }: Candidate,
  cases: Awaited<ReturnType<typeof lockCases>>,
): Left | undefined {
  if (row === undefined) return standing === 'annulled' ? 'not-kept' : 'superseded';
  if (interest === undefined || interest.subjectKey !== row.subjectKey) return 'not-current';
  if (interest.state === 'pending' || interest.state === 'provisional') return 'held';
  const at = cases.get(caseKeyOf(interest.agency, interest.caseReference));
  return (at?.heldSinceMicros ?? null) === null ? undefined : 'held';
}

/** Annulments are not kept, since nothing is given by them later: they are read from the log, where their place is kept. */
async function readAnnulments(
  log: EventLog,
  decisions: Decisions,
  meant: readonly Meant[],
): Promise<ReadonlyMap<string, KeptOfSubject>> {
  const found = new Map<string, KeptOfSubject>();
  for (const one of meant) {
    if (one.standing !== 'annulled' || found.has(one.changeId)) continue;
    const record = await readRecord(log, one);
    const [told] = record === undefined ? [] : await decodeChanges(decisions, [record]);
    if (told === undefined || 'cause' in told || told.id !== one.changeId) continue;
    const { changeId, subjectKey } = told.change;
    const { value, traceparent = null } = told;
    found.set(changeId, { changeId, subjectKey, value, traceparent, isLatest: true, nextRun: 0 });
  }
  return found;
}

async function readRecord(
  log: EventLog,
  { partition, offset }: Pick<PastRelease, 'partition' | 'offset'>,
): Promise<StoredRecord | undefined> {
  if (partition === null || offset === null) return undefined;
  const from = BigInt(offset);
  for await (const records of log.read({ topic: CHANGES_TOPIC, partition, from, to: from + 1n })) {
    const found = records.find((one) => one.offset === from);
    if (found !== undefined) return found;
  }
  return undefined;
}

function addCounts(counts: Counts, found: readonly string[]): Counts {
  const next: Record<string, Counts[string]> = { ...counts };
  for (const kind of found) next[kind] = Number(next[kind] ?? 0) + 1;
  return next;
}
