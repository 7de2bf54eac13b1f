import { type EventLog, type PartitionBounds, partitionFor } from '@told/event-log';
import type { Statement, Transaction } from '@told/service';
import { CHANGES_TOPIC } from '../topics.ts';
import type { Range, ReplayFilter } from './replay.ts';

const FIND_SUBJECTS: Statement = {
  name: 'gateway_find_subjects_to_replay',
  text: `SELECT subject_key AS "subjectKey" FROM interest WHERE agency = $1 AND case_reference = $2
         UNION SELECT d.subject_key FROM release l JOIN decision d USING (change_id, run) WHERE l.agency = $1 AND l.case_reference = $2`,
};

const FIND_POSITION: Statement = {
  name: 'gateway_find_change_to_replay',
  text: `SELECT subject_key AS "subjectKey", change_partition AS partition, change_offset::text AS "offset"
         FROM decision WHERE change_id = $1 AND run = 1`,
};

interface Position {
  readonly subjectKey: string;
  readonly partition: number | null;
  readonly offset: string | null;
}

/** Where on told.changes a filter's changes are, and whose they are; what cannot be said so is sorted out while reading. */
export interface Plan {
  readonly ranges: readonly Range[];
  /** The persons meant; all when undefined. */
  readonly subjectKeys: readonly string[] | undefined;
}

/** Looks up where the changes that are meant begin and end, as of now: what is told later is not part of it. */
export async function planRanges(
  db: Pick<Transaction, 'query'>,
  log: EventLog,
  filter: ReplayFilter,
): Promise<Plan> {
  const bounds = await log.bounds(CHANGES_TOPIC);
  if (filter.changeId !== undefined) return planChange(db, filter.changeId, bounds);
  const subjectKeys = await findSubjects(db, filter);
  const partitions =
    subjectKeys && new Set(subjectKeys.map((key) => partitionFor(Buffer.from(key), bounds.length)));
  const wanted = bounds.filter(
    ({ partition }) =>
      (filter.partition === undefined || filter.partition === partition) &&
      (partitions === undefined || partitions.has(partition)),
  );
  const ranges = await Promise.all(wanted.map((one) => planPartition(log, one, filter)));
  return { subjectKeys, ranges: ranges.filter(isNotEmpty) };
}

const isNotEmpty = ({ from, to }: Range): boolean => BigInt(from) < BigInt(to);

async function findSubjects(
  db: Pick<Transaction, 'query'>,
  { agency, caseReference, subjectKey }: ReplayFilter,
): Promise<readonly string[] | undefined> {
  if (agency === undefined || caseReference === undefined)
    return subjectKey === undefined ? undefined : [subjectKey];
  type Row = { readonly subjectKey: string };
  const { rows } = await db.query<Row>(FIND_SUBJECTS, [agency, caseReference]);
  const keys = rows.map((row) => row.subjectKey);
  return subjectKey === undefined ? keys : keys.filter((key) => key === subjectKey);
}

async function planChange(
  db: Pick<Transaction, 'query'>,
  changeId: string,
  bounds: readonly PartitionBounds[],
): Promise<Plan> {
  const [found] = (await db.query<Position>(FIND_POSITION, [changeId])).rows;
  if (found === undefined) return { ranges: [], subjectKeys: [] };
  const { subjectKey, partition, offset } = found;
  const subjectKeys = [subjectKey];
  if (partition !== null && offset !== null) {
    const to = String(BigInt(offset) + 1n);
    return { subjectKeys, ranges: [{ partition, from: offset, to }] };
  }
  // Decided before its place was kept: somewhere among those with its key.
  const at = partitionFor(Buffer.from(subjectKey), bounds.length);
  const whole = bounds.filter((one) => one.partition === at);
  return { subjectKeys, ranges: whole.map(describeWhole).filter(isNotEmpty) };
}

const describeWhole = ({ partition, low, end }: PartitionBounds): Range => ({
  partition,
  from: String(low),
  to: String(end),
});

async function planPartition(
  log: EventLog,
  { partition, low, end }: PartitionBounds,
  filter: ReplayFilter,
): Promise<Range> {
  const at = { topic: CHANGES_TOPIC, partition };
  const offsetAt = async (time: string | undefined, otherwise: bigint): Promise<bigint> =>
    time === undefined ? otherwise : ((await log.offsetAt(at, Date.parse(time))) ?? end);
  const since = await offsetAt(filter.since, low);
  const until = await offsetAt(filter.until, end);
  const from = [low, since, BigInt(filter.fromOffset ?? 0)].reduce(greater);
  const to = [end, until, filter.toOffset === undefined ? end : BigInt(filter.toOffset)].reduce(
    lesser,
  );
  return { partition, from: String(from), to: String(to) };
}

const greater = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** Positions in these ranges: at least as many as records, since offsets are not dense. */
export const countPositions = (ranges: readonly Range[]): number =>
  ranges.reduce((sum, { from, to }) => sum + Number(BigInt(to) - BigInt(from)), 0);
