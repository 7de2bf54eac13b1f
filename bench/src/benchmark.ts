/** What one contender did in one round, of the same work as the others. */
export type Measurement = {
  readonly records: number;
  readonly seconds: number;
  /** User and system time of the contender's own process; undefined where the machine does not tell. */
  readonly clientCpuSeconds: number | undefined;
  /** The same of the broker, while this contender was at work; undefined also where none took part. */
  readonly brokerCpuSeconds: number | undefined;
  /** What else was measured, by name: the times that records took, what was used. */
  readonly figures?: Readonly<Record<string, number>>;
};

/** Something measured of which less is better. */
export type Figure = {
  /** What the number is, with its unit: `p99 in ms`. */
  readonly what: string;
  of(measurement: Measurement): number;
};

export type Contender = {
  readonly name: string;
  /**
   * Does the whole work once and checks what is left of it.
   * @throws InvariantError when what was acknowledged is not what can be read back
   */
  measure(): Promise<Measurement>;
};

/** One file of results: the product against one peer. */
type Comparison = {
  readonly id: string;
  readonly peer: Contender;
  /** Product to peer: the ratio of rates that the product must reach, or that of a figure, which it must not exceed. */
  readonly aim: number;
  /** Compared instead of the rates. */
  readonly figure?: Figure;
  /** How the peer was run, for the reader who doubts it. */
  readonly peerRunsAs: string;
};

/** One file of results without a peer: what one record costs the product. */
type Cost = {
  readonly id: string;
  readonly unit: string;
  /** What it must not exceed. */
  readonly aim: number;
  costOfRecord(measurement: Measurement): number;
};

export type OpenBenchmark = {
  readonly product: Contender;
  readonly productRunsAs: string;
  readonly comparisons: readonly Comparison[];
  readonly costs?: readonly Cost[];
  /** Who acknowledges, what is forced to disk, how many copies. */
  readonly durability: string;
  /** What was checked after each measurement. */
  readonly invariant: string;
  /** Programs that took part, beside Node: name → version. */
  readonly versions: Readonly<Record<string, string>>;
  close(): Promise<void>;
};

/** What whoever starts a benchmark may choose. */
export type BenchOptions = {
  /** Part of the whole work, above 0 and at most 1. Less than all of it shows that the program works, and measures nothing. */
  readonly size: number;
  /** Where the benchmark leaves a choice. */
  readonly bus: 'embedded' | 'kafka';
};

export type Benchmark = {
  readonly id: string;
  /** One line: what is done. */
  readonly work: string;
  /** Where one long round is compared with its own beginning, and no round goes before it. */
  readonly isOneRound?: boolean;
  open(onProgress: (what: string) => void, options: BenchOptions): Promise<OpenBenchmark>;
};

/** That part of a number of things: at least one. */
export const partOf = (whole: number, size: number): number =>
  Math.max(1, Math.round(whole * size));

/** The work was done wrongly: its speed means nothing, and the benchmark is a failed test. */
export class InvariantError extends Error {
  readonly code = 'invariant-broken';
  readonly retryable = false;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(
    details: Readonly<Record<string, string | number>>,
    rule = 'what was acknowledged must be there, once, in the order of its key',
  ) {
    const values = Object.entries(details).map(([name, value]) => `${name}=${value}`);
    super(`${rule} (${values.join(' ')})`);
    this.name = 'InvariantError';
    this.details = details;
  }
}
