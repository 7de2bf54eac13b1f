import type { Judge } from './create-judge.ts';

/** From intake's acceptance to an office's first answer. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

/** What happened in some seconds. */
export interface TimelineStep {
  /** Since the first change was accepted. */
  readonly fromSeconds: number;
  readonly accepted: number;
  readonly decided: number;
  readonly answered: number;
  /** Of the answers given in this step; null: none were. */
  readonly latencyMs: Latency | null;
}

export interface Timeline {
  readonly stepSeconds: number;
  readonly steps: readonly TimelineStep[];
}

export interface Times {
  /** Changes accepted since the instant that the judge counts from. */
  readonly changes: number;
  readonly latencyMs: Latency;
  readonly timeline: Timeline;
}

/** Steps of a timeline at most: as many as a chart can show. */
const STEPS_MAX = 120;
const STEPS_SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 21_600, 86_400];
const MICROS_PER_SECOND = 1_000_000;
const MICROS_PER_MS = 1_000;

/** Reads rates and latencies from what the judge took: every instant is one that a record carries. */
export function measureTimes(judge: Judge): Times {
  const { changes, flow } = judge;
  const counted = listUpTo(changes.changes.size).filter(flow.isCounted);
  const acceptedAt = counted.map(changes.acceptedAtMicros);
  const decidedAt = counted.map(changes.decidedAtMicros).filter((at) => at > 0);
  const answers = listAnswers(judge);
  return {
    changes: counted.length,
    latencyMs: measureLatency(answers.latencyMicros),
    timeline: makeTimeline(acceptedAt, decidedAt, answers),
  };
}

const listUpTo = (length: number): Float64Array =>
  Float64Array.from({ length }, (_, index) => index);

/** By answer, in no order. */
interface Answers {
  readonly atMicros: Float64Array;
  readonly latencyMicros: Float64Array;
}

function listAnswers({ changes, releases, flow }: Judge): Answers {
  const changeOf = (release: number): number => releases.changeOf(release) ?? -1;
  const answered = listUpTo(releases.releases.size).filter((release) => {
    const change = changeOf(release);
    return change >= 0 && flow.isCounted(change) && releases.answeredAtMicros(release) > 0;
  });
  const atMicros = answered.map(releases.answeredAtMicros);
  const acceptedAt = answered.map((release) => changes.acceptedAtMicros(changeOf(release)));
  const latencyMicros = atMicros.map((at, index) => at - (acceptedAt[index] as number));
  return { atMicros, latencyMicros };
}

function makeTimeline(
  acceptedAt: Float64Array,
  decidedAt: Float64Array,
  answers: Answers,
): Timeline {
  if (acceptedAt.length === 0) return { stepSeconds: 1, steps: [] };
  const start = leastOf(acceptedAt);
  const end = Math.max(...[acceptedAt, decidedAt, answers.atMicros].map(mostOf));
  const seconds = (end - start) / MICROS_PER_SECOND;
  const stepSeconds =
    STEPS_SECONDS.find((step) => seconds / step < STEPS_MAX) ?? Math.ceil(seconds / STEPS_MAX);
  // A clock that was set back must not make a step before the first.
  const stepOf = (at: number): number =>
    Math.max(0, Math.floor((at - start) / MICROS_PER_SECOND / stepSeconds));
  const length = stepOf(end) + 1;
  const accepted = countSteps(acceptedAt, stepOf, length);
  const decided = countSteps(decidedAt, stepOf, length);
  const answered = countSteps(answers.atMicros, stepOf, length);
  const latencies = splitSteps(answers, stepOf, answered);
  const steps = latencies.map((some, step) => ({
    fromSeconds: step * stepSeconds,
    accepted: accepted[step] as number,
    decided: decided[step] as number,
    answered: some.length,
    latencyMs: some.length === 0 ? null : measureLatency(some),
  }));
  return { stepSeconds, steps };
}

const leastOf = (values: Float64Array): number =>
  values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
const mostOf = (values: Float64Array): number =>
  values.reduce((most, value) => Math.max(most, value), 0);

function countSteps(
  instants: Float64Array,
  stepOf: (at: number) => number,
  length: number,
): Int32Array {
  const counts = new Int32Array(length);
  for (const at of instants) counts[stepOf(at)] = (counts[stepOf(at)] as number) + 1;
  return counts;
}

/** The latencies of each step's answers. */
function splitSteps(
  { atMicros, latencyMicros }: Answers,
  stepOf: (at: number) => number,
  counts: Int32Array,
): readonly Float64Array[] {
  const split = Array.from(counts, (count) => new Float64Array(count));
  const filled = new Int32Array(counts.length);
  for (const [index, at] of atMicros.entries()) {
    const step = stepOf(at);
    const place = filled[step] as number;
    (split[step] as Float64Array)[place] = latencyMicros[index] as number;
    filled[step] = place + 1;
  }
  return split;
}

function measureLatency(latencyMicros: Float64Array): Latency {
  const sorted = latencyMicros.toSorted();
  const at = (share: number): number => {
    const micros = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
    return Math.round(micros / MICROS_PER_MS);
  };
  return { p50: at(0.5), p99: at(0.99) };
}
