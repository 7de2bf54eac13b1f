import type { Printer } from '../print.ts';

/** How far something has come: a bar that is drawn over on a terminal, else a line at each tenth. */
export interface Progress {
  /** `beside` says what else is known just now. */
  update(done: number, beside?: string): void;
  /** Leaves the last word standing. */
  end(): void;
}

const BAR_CELLS = 16;
/** As often as an eye follows. */
const DRAW_MS_MIN = 100;

/** `total` may grow, as what waits does. */
export function createProgress(
  printer: Printer,
  what: string,
  total: () => number,
  nowMs: () => number = () => performance.now(),
): Progress {
  let shownTenth = 0;
  let drawnMs = Number.NEGATIVE_INFINITY;
  let last: string | undefined;
  const describe = (done: number, beside: string): string =>
    [`${format(done).padStart(9)} of ${format(total())} ${what}`, beside]
      .filter((part) => part !== '')
      .join(' · ');
  return {
    update(done, beside = '') {
      const share = total() === 0 ? 1 : Math.min(1, done / total());
      if (share < 1 && nowMs() - drawnMs < DRAW_MS_MIN) return;
      const line = describe(done, beside);
      if (printer.draw(`  ${drawBar(share)}${line}`)) {
        drawnMs = nowMs();
        last = line;
        return;
      }
      const tenth = Math.floor(share * 10);
      if (tenth <= shownTenth) return;
      shownTenth = tenth;
      printer.note(`  ${line}`);
    },
    end() {
      if (last !== undefined) printer.note(`  ${last}`);
      last = undefined;
    },
  };
}

function drawBar(share: number): string {
  const full = Math.floor(share * BAR_CELLS);
  return `${'█'.repeat(full)}${'░'.repeat(BAR_CELLS - full)} ${String(Math.floor(share * 100)).padStart(3)} %`;
}

const format = (count: number): string => count.toLocaleString('en-GB');
