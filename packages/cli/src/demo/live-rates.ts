import type { FlowLook } from '@told/testing';

/** What a load does just now, seen from outside; what is not there is not known yet. */
export interface LiveRates {
  readonly perSecond?: {
    readonly told: number;
    readonly decided: number;
    readonly answered: number;
  };
  /** Records that their readers have not reached. */
  readonly waiting?: number;
}

export interface RateMeter {
  take(look: FlowLook, atMs: number): void;
  rates(): LiveRates;
}

/** Rates are those between two looks at least this far apart: less would jump about. */
const SPAN_MS_MIN = 900;

export function createRateMeter(): RateMeter {
  let from: { readonly look: FlowLook; readonly atMs: number } | undefined;
  let rates: LiveRates = {};
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
        ...rates,
        perSecond: {
          told: rate('changes'),
          decided: rate('decisions'),
          answered: rate('outcomes'),
        },
      };
      from = { look, atMs };
    },
    rates: () => rates,
  };
}

const format = (count: number): string => count.toLocaleString('en-GB');

/** `told 1,503/s · decided 1,498/s · answered 1,401/s · 4,210 behind`, or as much of it as is known. */
export function describeRates({ perSecond, waiting }: LiveRates): string {
  const said: string[] = [];
  if (perSecond !== undefined) {
    said.push(
      `told ${format(perSecond.told)}/s`,
      `decided ${format(perSecond.decided)}/s`,
      `answered ${format(perSecond.answered)}/s`,
    );
  }
  if (waiting !== undefined) said.push(`${format(waiting)} behind`);
  return said.join(' · ');
}
