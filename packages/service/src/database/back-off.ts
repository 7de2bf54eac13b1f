/** Doubles from `baseMs` up to `maxMs`; half of it is random, so that a crowd that failed together does not return together. */
export function backOffMs(
  attempt: number,
  limits: { readonly baseMs: number; readonly maxMs: number },
  random: () => number,
): number {
  const fullMs = Math.min(limits.maxMs, limits.baseMs * 2 ** Math.min(attempt - 1, 30));
  return fullMs / 2 + (random() * fullMs) / 2;
}
