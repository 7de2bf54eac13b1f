import type { FlowLook } from '@told/testing';

/** What a load does just now, seen from outside. */
export interface LiveRates {
  readonly toldPerSecond: number;
  readonly decidedPerSecond: number;
  readonly answeredPerSecond: number;
  /** Records that their readers have not reached. */
  readonly waiting: number;
}

export interface RateMeter {
  take(look: FlowLook, atMs: number): void;
  /** Zeros before the second look. */
  rates(): LiveRates;
}

/** Rates are those between two looks at least this far apart: less would jump about. */
const SPAN_MS_MIN = 900;
const NONE: LiveRates = {
  toldPerSecond: 0,
  decidedPerSecond: 0,
  answeredPerSecond: 0,
  waiting: 0,
};

export function createRateMeter(): RateMeter {
  let from: { readonly look: FlowLook; readonly atMs: number } | undefined;
  let rates = NONE;
  return {
    take(look, atMs) {
      rates = { ...rates, waiting: look.waiting };
      if (from === undefined) from = { look, atMs };
      const seconds = (atMs - from.atMs) / 1000;
      if (seconds * 1000 < SPAN_MS_MIN) return;
      const before = from.look;
      const rate = (part: 'changes' | 'decisions' | 'outcomes'): number =>
        Math.round((look[part] - before[part]) / seconds);
      rates = {
        toldPerSecond: rate('changes'),
        decidedPerSecond: rate('decisions'),
        answeredPerSecond: rate('outcomes'),
        waiting: look.waiting,
      };
      from = { look, atMs };
    },
    rates: () => rates,
  };
}

const format = (count: number): string => count.toLocaleString('en-GB');

/** `told 1,503/s · decided 1,498/s · answered 1,401/s · 4,210 behind` */
export function describeRates(rates: LiveRates): string {
  const { toldPerSecond, decidedPerSecond, answeredPerSecond, waiting } = rates;
  return [
    `told ${format(toldPerSecond)}/s`,
    `decided ${format(decidedPerSecond)}/s`,
    `answered ${format(answeredPerSecond)}/s`,
    `${format(waiting)} behind`,
  ].join(' · ');
}
