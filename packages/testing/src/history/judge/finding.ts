export type FindingKind = 'lost' | 'doubled' | 'out-of-order' | 'without-basis';

export interface Finding {
  readonly kind: FindingKind;
  readonly what: string;
  readonly id: string;
}

/** Told of each finding as soon as it is certain. */
export type Report = (kind: FindingKind, what: string, id: string) => void;
