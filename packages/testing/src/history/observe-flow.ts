import type { EventLog } from '@told/event-log';
import { type Database, openDatabase, openEventLog, type Statement } from '@told/service';
import { type Area, listOffices } from '../load/area.ts';

/** How far a load has come, from the ends of topics and the positions of their readers; counts of records, repetitions included. */
export interface FlowLook {
  readonly changes: number;
  readonly decisions: number;
  readonly releases: number;
  readonly outcomes: number;
  /** Records beyond their readers' positions, and one for each outbox that is not empty. */
  readonly waiting: number;
  /** Every end and every position, to be compared. */
  readonly places: string;
}

export interface FlowObserver {
  look(): Promise<FlowLook>;
  close(): Promise<void>;
}

/**
 * One statement a database: whether anything waits to be said, newest first since the oldest end is full of what was deleted. The ledger follows in
 * its own time, and nobody is told anything later for it: see `waitForLedger`.
 */
const STANDING: Statement = {
  name: 'flow_standing',
  text: `SELECT topic, partition, next_offset::text AS next FROM watermark WHERE consumer_group <> 'audit'
    UNION ALL (SELECT NULL, 0, id::text FROM outbox ORDER BY id DESC LIMIT 1)`,
};

interface Standing {
  /** Null: of the outbox. */
  readonly topic: string | null;
  readonly partition: number;
  readonly next: string;
}

interface TopicPlaces {
  readonly name: string;
  readonly isRead: boolean;
  readonly partitions: readonly {
    readonly at: string;
    readonly low: bigint;
    readonly end: bigint;
  }[];
}

/** Looks at a running area from outside. A look takes a statement a database and one a topic. */
export function observeFlow({ profile }: Area): FlowObserver {
  const log = openEventLog(profile.log, 'told-flow');
  const databases = Object.values(profile.databases).map((url) =>
    openDatabase({ url, name: 'told-flow', max: 1 }),
  );
  const agencies = new Set(listOffices(profile).map(({ agency }) => agency));
  let names: Promise<readonly string[]> | undefined;
  return {
    async look() {
      // Outboxes first: what leaves one meanwhile is then seen beyond a position.
      const standings = (await Promise.all(databases.map(readStanding))).flat();
      names ??= log.topics().then((topics) => topics.map(({ name }) => name).filter(isWatched));
      const topics = await Promise.all(
        (await names).map((name) => readPlaces(log, name, isReadHere(name, agencies))),
      );
      return summarise(standings, topics);
    },
    async close() {
      await Promise.all([log.close(), ...databases.map((db) => db.close())]);
    },
  };
}

const readStanding = async (db: Database): Promise<readonly Standing[]> =>
  (await db.query<Standing>(STANDING)).rows;

async function readPlaces(log: EventLog, name: string, isRead: boolean): Promise<TopicPlaces> {
  const bounds = await log.bounds(name);
  const partitions = bounds.map(({ partition, low, end }) => ({
    at: `${name}/${partition}`,
    low,
    end,
  }));
  return { name, isRead, partitions };
}

function summarise(standings: readonly Standing[], topics: readonly TopicPlaces[]): FlowLook {
  const outboxes = standings.filter(({ topic }) => topic === null).length;
  const reached = new Map(
    standings.map(({ topic, partition, next }) => [`${topic}/${partition}`, BigInt(next)]),
  );
  const read = topics
    .filter(({ isRead }) => isRead)
    .flatMap(({ partitions }) => partitions)
    .map(({ at, low, end }) => ({ at, end, next: reached.get(at) ?? low }));
  const count = (kind: string): number =>
    topics
      .filter(({ name }) => name === kind || name.startsWith(`${kind}.`))
      .flatMap(({ partitions }) => partitions)
      .reduce((sum, { low, end }) => sum + Number(end - low), 0);
  return {
    changes: count('told.changes'),
    decisions: count('told.decisions'),
    releases: count('told.releases'),
    outcomes: count('told.outcomes'),
    waiting: read.reduce((sum, { end, next }) => sum + Math.max(0, Number(end - next)), outboxes),
    places: read.map(({ at, end, next }) => `${at} ${next} ${end}`).join('\n'),
  };
}

const WATCHED =
  /^told\.(changes|decisions|submissions|submission-results|releases|outcomes)(\..+)?$/;
const isWatched = (topic: string): boolean => WATCHED.test(topic);

/** Topics with a reader in this deployment: a release to an agency whose office runs elsewhere waits for that office. */
function isReadHere(topic: string, agencies: ReadonlySet<string>): boolean {
  const [, kind, agency = ''] = WATCHED.exec(topic) ?? [];
  switch (kind) {
    case 'changes':
    case 'submissions':
    case 'outcomes':
      return true;
    case 'releases':
    case 'submission-results':
      return agencies.has(agency.slice(1));
    default:
      return false;
  }
}
