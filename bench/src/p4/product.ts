import { contend } from '../measure/contend.ts';
import { decideAll } from './decide-all.ts';
import { openGatewayParts } from './gateway-parts.ts';
import type { Work } from './work.ts';

contend<Work>(async ({ warmUp, measured }) => {
  const parts = await openGatewayParts(measured);
  let stop = async (): Promise<void> => undefined;
  return {
    async warmUp() {
      const warm = await openGatewayParts(warmUp);
      const stopWarm = await decideAll(warm, warmUp.records);
      await stopWarm();
      await warm.close();
    },
    async run() {
      stop = await decideAll(parts, measured.records);
      return measured.changes;
    },
    async close() {
      await stop();
      await parts.close();
    },
  };
});
