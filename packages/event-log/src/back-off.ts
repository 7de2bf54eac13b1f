export interface BackOff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** Doubles from `firstMs` to `maxMs`, and takes between half of that and all of it, so that those who failed together part. */
export function backOffMs(
  { firstMs, maxMs }: BackOff,
  attempt: number,
  random: () => number,
): number {
  const full = Math.min(maxMs, firstMs * 2 ** Math.min(attempt - 1, 30));
  return full * (0.5 + random() / 2);
}
