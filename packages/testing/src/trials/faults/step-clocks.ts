import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { SERVICE_LIST, type Stack } from '@told/stack';
import type { FaultTrial } from './fault-trial.ts';

const HOUR_MS = 3_600_000;
/** What a service needs to notice its clock's new time, and some more. */
const NOTICED_MS = 500;
const SHIFT = path.join(import.meta.dirname, 'shift-clock.mjs');

export const stepClocks: FaultTrial = {
  name: 'clock-stepped',
  shows:
    'The clock of every service is stepped forward by an hour and back by two, while it works: nothing is lost, given out of order or taken for expired or for new by mistake. Only intake’s is never ahead: it would refuse every caller’s token, as it must.',
  area: 'single',
  async run({ stack }, load) {
    const clocks = new Map(
      SERVICE_LIST.map(({ name }) => [name, path.join(stack.logDir, `${name}.clock`)]),
    );
    const step = async (hours: number): Promise<void> => {
      for (const [name, file] of clocks) {
        fs.writeFileSync(file, String(HOUR_MS * (name === 'intake' ? Math.min(0, hours) : hours)));
      }
      await sleep(NOTICED_MS);
    };
    await step(0);
    try {
      await restartAll(stack, (name) => ({ NODE_OPTIONS: loadShift(clocks.get(name) ?? '') }));
      await load.tellNext();
      for (const hours of [0, 1, -1, 1]) {
        const telling = load.tellNext();
        await step(hours);
        await telling;
      }
      await step(0);
    } finally {
      await restartAll(stack, () => ({}));
    }
    return 'clocks of all services stepped 0, +1, −1, +1, 0 hours (intake’s 0, −1, 0)';
  },
};

const restartAll = (
  stack: Stack,
  describe: (service: string) => Readonly<Record<string, string>>,
): Promise<unknown> =>
  Promise.all(SERVICE_LIST.map(({ name }) => stack.service(name).restart(describe(name))));

function loadShift(file: string): string {
  const url = pathToFileURL(SHIFT);
  url.searchParams.set('file', file);
  return `--import=${url.href}`;
}
