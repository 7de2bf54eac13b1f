import { isDeepStrictEqual } from 'node:util';
import { assessCase, findScheme } from '@told/benefits';
import { InvariantError } from '../benchmark.ts';
import { contend } from '../measure/contend.ts';
import { CASE, listFacts } from './two-year-timeline.ts';

/** How often the award is computed anew. */
export type Work = { readonly warmUpTimes: number; readonly times: number };

contend<Work>(async ({ warmUpTimes, times }) => {
  const scheme = findScheme('ctb');
  const facts = listFacts();
  const award = assessCase(scheme, CASE, facts);
  const again = assessCase(scheme, CASE, [...facts.toReversed(), ...facts]);
  if (award.toVerify.length > 0 || !isDeepStrictEqual(award, again)) {
    const counts = { ranges: award.ranges.length, toVerify: award.toVerify.length };
    throw new InvariantError(counts, 'in any order the award is the same, each day a number');
  }
  const recompute = (count: number): void => {
    for (let done = 0; done < count; done += 1) assessCase(scheme, CASE, facts);
  };
  return {
    async warmUp() {
      recompute(warmUpTimes);
    },
    async run() {
      recompute(times);
      return times;
    },
    close: async () => undefined,
  };
});
