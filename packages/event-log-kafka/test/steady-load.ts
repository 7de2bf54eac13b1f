import { setTimeout as sleep } from 'node:timers/promises';
import { type EventLog, LogError, type NewRecord, type TopicPartition } from '@told/event-log';

const KEYS = ['a', 'b', 'c'];
const BATCH = 4;
const PAUSE_MS = 10;

/** What one partition was given: its texts in the order of their appends, and when each append was acknowledged. */
export interface Lane {
  readonly at: TopicPartition;
  readonly acknowledged: string[];
  readonly acknowledgedMs: number[];
  /** Appends whose first try left open whether they were stored; they were appended again. */
  unknown: number;
}

export interface SteadyLoad {
  readonly lanes: readonly Lane[];
  acknowledged(): number;
  /** Resolves when every append under way has been acknowledged. */
  stop(): Promise<void>;
}

/** Appends to each partition, a few records of several keys at a time, as fast as they are acknowledged, with a short pause. */
export function startLoad(
  log: Pick<EventLog, 'append'>,
  topic: string,
  partitions: number,
  pauseMs = PAUSE_MS,
): SteadyLoad {
  let stopping = false;
  const lanes = Array.from({ length: partitions }, (_, partition): Lane => {
    return { at: { topic, partition }, acknowledged: [], acknowledgedMs: [], unknown: 0 };
  });

  async function run(lane: Lane): Promise<void> {
    for (let n = 0; !stopping; n += BATCH) {
      const records = Array.from({ length: BATCH }, (_, index) => numbered(n + index));
      await appendUntilSettled(log, lane, records);
      lane.acknowledged.push(...records.map(({ value }) => value.toString()));
      lane.acknowledgedMs.push(performance.now());
      await sleep(pauseMs);
    }
  }
  const running = Promise.all(lanes.map(run));
  running.catch(() => undefined); // told to whoever stops it
  return {
    lanes,
    acknowledged: () => lanes.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0),
    async stop() {
      stopping = true;
      await running;
    },
  };
}

/** The key, and its how manieth record this is. */
function numbered(n: number): NewRecord {
  const key = KEYS[n % KEYS.length] as string;
  return { key: Buffer.from(key), value: Buffer.from(`${key}/${Math.floor(n / KEYS.length)}`) };
}

async function appendUntilSettled(
  log: Pick<EventLog, 'append'>,
  lane: Lane,
  records: readonly NewRecord[],
): Promise<void> {
  for (;;) {
    try {
      await log.append(lane.at, records);
      return;
    } catch (error) {
      if (!(error instanceof LogError) || !error.retryable) throw error;
      lane.unknown += 1;
    }
  }
}

/** The longest time between two acknowledgements of one partition. */
export const longestStallMs = (lanes: readonly Lane[]): number =>
  Math.max(
    ...lanes.map(({ acknowledgedMs }) =>
      acknowledgedMs.reduce(
        (longest, ms, index) => Math.max(longest, ms - (acknowledgedMs[index - 1] ?? ms)),
        0,
      ),
    ),
  );

export interface Findings {
  readonly acknowledged: number;
  readonly lost: number;
  readonly doubled: number;
  /** Records that nobody appended. */
  readonly strange: number;
  /** Keys whose records, doubles removed, are not in the order of their appends. */
  readonly disordered: readonly string[];
}

/** Compares what was acknowledged with what was read, partition by partition. */
export function compare(
  lanes: readonly Lane[],
  textsOf: (partition: number) => readonly string[],
): Findings {
  const sum = { acknowledged: 0, lost: 0, doubled: 0, strange: 0 };
  const disordered: string[] = [];
  for (const { at, acknowledged } of lanes) {
    const read = textsOf(at.partition);
    const once = new Set(read);
    const asked = new Set(acknowledged);
    sum.acknowledged += acknowledged.length;
    sum.lost += acknowledged.filter((text) => !once.has(text)).length;
    sum.doubled += read.length - once.size;
    sum.strange += [...once].filter((text) => !asked.has(text)).length;
    for (const key of KEYS) {
      const numbers = [...once]
        .filter((text) => text.startsWith(`${key}/`))
        .map((text) => Number(text.slice(key.length + 1)));
      if (numbers.some((number, index) => number !== index))
        disordered.push(`${at.partition}/${key}`);
    }
  }
  return { ...sum, disordered };
}

/** As `read` gives it, from the beginning to the end. */
export async function readTexts(log: EventLog, at: TopicPartition): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const batch of log.read({ ...at, from: 0n }))
    texts.push(...batch.map(({ value }) => value.toString()));
  return texts;
}
