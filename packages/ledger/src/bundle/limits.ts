/** What a verifier takes: beyond it a bundle is a flood, which would fill the memory of whoever reads it. */
export const BUNDLE_LIMITS = {
  /** A record of the log has 1 MiB at most; its entry names ids and fields, and is not longer than what it is about, as JSON. */
  lineBytes: 4 * 1024 * 1024,
  /** Ten times as many as an export has. */
  heads: 10_000,
  keys: 100,
  /** Told one by one; the others are counted. */
  findings: 1_000,
} as const;
