/** Rows as pg gives them: bigint as text, which is exact. */

export interface TopicRow {
  readonly id: number;
  readonly name: string;
  readonly partitions: number;
  readonly retention_ms: string | null;
}
export interface FetchRow {
  readonly request: string;
  readonly low: string;
  readonly next: string;
  readonly base_offset: string | null;
  readonly timestamp_ms: string | null;
  readonly records: Buffer | null;
}
export interface BoundsRow {
  readonly partition: number;
  readonly low: string;
  readonly next: string;
}
export interface CommittedRow {
  readonly partition: number | null;
  readonly next: string | null;
}
export interface LeaseRow {
  readonly name: string;
  readonly partition: number;
  readonly generation: string;
  readonly wanted: boolean;
}
