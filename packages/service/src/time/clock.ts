/** The system clock as a port: milliseconds since 1970, UTC. Log time and business date are other things. */
export interface Clock {
  nowMs(): number;
}

export const systemClock: Clock = { nowMs: () => Date.now() };
