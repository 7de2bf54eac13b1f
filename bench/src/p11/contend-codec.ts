import type { CodecWork } from '../../../packages/codec/test/codec-contenders.ts';
import { contend } from '../measure/contend.ts';

/** How often each kind of record is written, and read. */
export type Work = { readonly warmUpTimes: number; readonly times: number };

/** Written and read this many at once, as a batch of the bus is. */
const BATCH = 500;

async function workThrough(works: readonly CodecWork[], times: number): Promise<number> {
  for (let done = 0; done < times; done += BATCH) {
    for (const { encode, decode } of works) {
      encode(BATCH);
      await decode(BATCH);
    }
  }
  return 2 * times * works.length;
}

export const contendWith = (open: () => Promise<readonly CodecWork[]>): void =>
  contend<Work>(async ({ warmUpTimes, times }) => {
    const works = await open();
    return {
      async warmUp() {
        await workThrough(works, warmUpTimes);
      },
      run: () => workThrough(works, times),
      close: async () => undefined,
    };
  });
