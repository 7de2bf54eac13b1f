import { LogError } from '../errors.ts';
import type { Appended, TopicPartition } from '../port.ts';
import type { EngineSettings } from './settings.ts';
import { type Append, type AppendedPart, keyOf, type LogStore } from './store.ts';

interface Waiting {
  readonly to: TopicPartition;
  readonly records: Append;
  readonly bytes: number;
  readonly resolve: (appended: readonly Appended[]) => void;
  readonly reject: (error: unknown) => void;
}
/** What one call stores in one partition. */
interface Lane {
  readonly to: TopicPartition;
  readonly waiting: Waiting[];
}

/** Appends that wait are stored together, whatever their partitions, up to this size. */
const TOGETHER_BYTES_MAX = 4 * 1024 * 1024;
const TOGETHER_MAX = 256;

export interface AppendLanes {
  append(to: TopicPartition, records: Append): Promise<readonly Appended[]>;
  /** Resolves when nothing is in flight. */
  drain(): Promise<void>;
}

/**
 * Appends issued in one turn, and those that had to wait, share one store call: one round trip, one commit. A partition has
 * one unsettled call, so appends of one client are stored in the order of their calls; calls of other partitions may run
 * beside it, up to `appendCallsMax`.
 */
export function createAppendLanes(
  store: Pick<LogStore, 'append'>,
  settings: AppendSettings,
): AppendLanes {
  const { queuedBytesMax, appendCallsMax, linger } = settings;
  const queue: Waiting[] = [];
  const inFlight = new Set<string>();
  const idle: (() => void)[] = [];
  let queuedBytes = 0;
  let calls = 0;
  let starting = false;

  function startSoon(): void {
    if (starting || queue.length === 0 || calls === appendCallsMax) return;
    starting = true;
    void linger().then(() => {
      starting = false;
      while (calls < appendCallsMax) {
        const lanes = takeTogether(queue, inFlight, settings);
        if (lanes.length === 0) break;
        void call(lanes);
      }
    });
  }

  async function call(lanes: readonly Lane[]): Promise<void> {
    calls += 1;
    for (const { to } of lanes) inFlight.add(keyOf(to));
    try {
      const parts = lanes.map(({ to, waiting }) => ({
        to,
        appends: waiting.map(({ records }) => records),
      }));
      const answers = await store.append(parts);
      lanes.forEach((lane, index) => {
        settle(lane, answers[index] as AppendedPart | LogError);
      });
    } catch (error) {
      for (const { waiting } of lanes) for (const { reject } of waiting) reject(error);
    }
    for (const { to, waiting } of lanes) {
      inFlight.delete(keyOf(to));
      for (const { bytes } of waiting) queuedBytes -= bytes;
    }
    calls -= 1;
    startSoon();
    if (calls === 0 && queue.length === 0) for (const wake of idle.splice(0)) wake();
  }

  return {
    append(to, records) {
      const bytes = records.reduce((sum, record) => sum + record.bytes, 0);
      if (bytes > queuedBytesMax)
        return Promise.reject(new LogError('too-large', { bytes, limit: queuedBytesMax }));
      if (queuedBytes + bytes > queuedBytesMax)
        return Promise.reject(new LogError('retriable', { queuedBytes, limit: queuedBytesMax }));
      queuedBytes += bytes;
      return new Promise((resolve, reject) => {
        queue.push({ to, records, bytes, resolve, reject });
        startSoon();
      });
    },
    async drain() {
      if (calls > 0 || queue.length > 0) await new Promise<void>((wake) => idle.push(wake));
    },
  };
}

type AppendSettings = Pick<
  EngineSettings,
  'queuedBytesMax' | 'appendCallsMax' | 'partitionsPerCallMax' | 'linger'
>;

function settle({ waiting }: Lane, answer: AppendedPart | LogError): void {
  waiting.forEach(({ resolve, reject }, index) => {
    if (answer instanceof LogError) reject(answer);
    else resolve(answer[index] ?? []);
  });
}

/** Takes the oldest appends off the queue, by partition; those of a partition in flight keep waiting. */
function takeTogether(
  queue: Waiting[],
  inFlight: ReadonlySet<string>,
  { partitionsPerCallMax }: Pick<AppendSettings, 'partitionsPerCallMax'>,
): readonly Lane[] {
  const lanes = new Map<string, Lane>();
  const kept: Waiting[] = [];
  let [count, bytes, at] = [0, 0, 0];
  for (; at < queue.length; at += 1) {
    const waiting = queue[at] as Waiting;
    const key = keyOf(waiting.to);
    if (inFlight.has(key) || (lanes.size === partitionsPerCallMax && !lanes.has(key))) {
      kept.push(waiting);
      continue;
    }
    bytes += waiting.bytes;
    if (count > 0 && (bytes > TOGETHER_BYTES_MAX || count === TOGETHER_MAX)) break;
    count += 1;
    const lane = lanes.get(key) ?? { to: waiting.to, waiting: [] };
    lanes.set(key, lane);
    lane.waiting.push(waiting);
  }
  queue.splice(0, at, ...kept);
  return [...lanes.values()];
}
