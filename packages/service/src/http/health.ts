/** What a part says of itself; `reason` is a code, not a sentence with values. */
export type PartState = boolean | { readonly ready: boolean; readonly reason?: string };

export interface PartReport {
  readonly part: string;
  readonly ready: boolean;
  readonly reason?: string;
}

export interface Health {
  /** Adds a part that must be ready before the service is. Asked at each request for /health/ready. */
  add(part: string, check: () => PartState | Promise<PartState>): void;
  report(): Promise<readonly PartReport[]>;
}

const CHECK_TIMEOUT_MS = 2_000;

/** The readiness of a service, part by part. A check that throws or takes over two seconds is not ready. */
export function createHealth(checkTimeoutMs = CHECK_TIMEOUT_MS): Health {
  const checks = new Map<string, () => PartState | Promise<PartState>>();
  return {
    add(part, check) {
      if (checks.has(part)) throw new TypeError('a part of the health report is added once');
      checks.set(part, check);
    },
    report: () =>
      Promise.all([...checks].map(([part, check]) => reportPart(part, check, checkTimeoutMs))),
  };
}

async function reportPart(
  part: string,
  check: () => PartState | Promise<PartState>,
  timeoutMs: number,
): Promise<PartReport> {
  const late = Promise.withResolvers<PartState>();
  const timer = setTimeout(() => late.resolve({ ready: false, reason: 'no-answer' }), timeoutMs);
  try {
    const state = await Promise.race([Promise.resolve().then(check), late.promise]);
    return typeof state === 'boolean' ? { part, ready: state } : { part, ...state };
  } catch {
    // The failure itself is the answer: this part is not ready.
    return { part, ready: false, reason: 'check-failed' };
  } finally {
    clearTimeout(timer);
  }
}
