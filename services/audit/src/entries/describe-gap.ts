import { hash } from 'node:crypto';
import type { Gap } from '@told/service';
import type { Arrival } from './read-records.ts';

/**
 * Offsets that hold nothing, on topics that keep everything: records were there, or a writer's numbers jumped. Found again, it is the same. There is
 * no record whose digest could stand here; that of the place does.
 */
export function describeGap({ topic, partition, expected, next }: Gap): Arrival {
  const [from, until] = [expected.toString(), next.toString()];
  const digest = hash('sha256', `${partition}\n${from}\n${until}`, 'hex');
  return {
    source: { topic, partition, offset: from, digest },
    described: {
      kind: 'gap',
      ...{ at: null, changeId: null, subjectKey: null, cases: [] },
      facts: { from, until },
    },
  };
}
