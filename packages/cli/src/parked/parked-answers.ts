/** What waits, as every service's HTTP interface gives it. */
export interface ParkedKey {
  readonly topic: string;
  readonly keyDigest: string;
  readonly cause: string;
  readonly code: string | null;
  readonly partition: number | null;
  readonly offset: string | null;
  readonly toldAt: string | null;
  readonly records: number;
}

interface WaitingRecord {
  readonly partition: number;
  readonly offset: string;
  readonly cause: string;
  readonly code: string | null;
  readonly sequence: number | null;
  readonly toldAt: string;
}

export type ShownKey = ParkedKey & { readonly waiting: readonly WaitingRecord[] };

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export interface Released {
  readonly topic: string;
  readonly keyDigest: string;
  readonly state: 'released' | 'waiting' | 'parked';
  readonly moved: number;
  readonly waiting: number;
  readonly cause: string | null;
  readonly code: string | null;
}

export interface DeadLetter {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly cause: string;
  readonly digest: string;
  readonly state: 'waiting' | 'dead' | 'redriven';
  readonly keyDigest: string | null;
  readonly toldAt: string;
  readonly reason: string | null;
}

/** `failed: unexpected`, or `gap`. */
export const describeCause = ({ cause, code }: Pick<ParkedKey, 'cause' | 'code'>): string =>
  code === null ? cause : `${cause}: ${code}`;
