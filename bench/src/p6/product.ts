import { contend } from '../measure/contend.ts';
import { openAgencyParts, takeAll } from './agency-parts.ts';
import type { Work } from './work.ts';

contend<Work>(async ({ kind, warmUp, measured }) => {
  const parts = await openAgencyParts(measured);
  let stop = async (): Promise<void> => undefined;
  return {
    async warmUp() {
      const warm = await openAgencyParts(warmUp);
      const stopWarm = await takeAll(warm, kind, warmUp.releases);
      await stopWarm();
      await warm.close();
    },
    async run() {
      stop = await takeAll(parts, kind, measured.releases);
      return measured.releases;
    },
    async close() {
      await stop();
      await parts.close();
    },
  };
});
