import { expect, test } from '@jest/globals';
import type { EventLog } from '@told/event-log';
import {
  countSplit,
  countTakenBack,
  findBrokenSequences,
  findCommittedLate,
  findReleasedBehind,
  readSaid,
} from './check-fences.ts';
import { CHANGES_A_ROUND, makeRounds, playRounds, prepare } from './race-fences.ts';
import { runGateway } from './running-gateway.ts';

const ROUNDS = 1_000;
const MEMBERS = 2;
/** On a machine that others use too. */
const TIME_MS_MAX = 240_000;

/** 1,000 fences put among decisions in flight, over the log that `open` gives; then the log's own history is checked. */
export function checkRaces(
  name: string,
  open: () => Promise<{ readonly log: EventLog; close(): Promise<void> }>,
): void {
  test(
    `of ${ROUNDS} withdrawals, endings and suspensions against decisions in flight, nothing is released after the fence (${name})`,
    async () => {
      const opened = await open();
      const gateway = await runGateway(opened.log, MEMBERS);
      try {
        const rounds = makeRounds(ROUNDS);
        await prepare(gateway, rounds);
        const startedMs = performance.now();
        const play = async () => {
          const fenced = await playRounds(gateway, rounds, Math.random);
          await gateway.settle(ROUNDS * CHANGES_A_ROUND);
          return fenced;
        };
        const fenced = await Promise.race([play(), failWith(gateway.running)]);
        const tookMs = performance.now() - startedMs;
        const said = await readSaid(gateway);
        const behind = findReleasedBehind(said, fenced);
        const late = await findCommittedLate(fenced);
        const taken = countTakenBack(said, fenced);
        const split = (['withdrawal', 'ending', 'suspension'] as const).map((kind) => {
          const of = fenced.filter((one) => one.kind === kind);
          return `${kind} ${countSplit(said, of)} of ${of.length}`;
        });
        process.stdout.write(
          `${name}: ${ROUNDS} rounds, ${said.decisions.length} decisions in ${Math.round(tookMs / 1000)} s; split by the fence: ${split.join(', ')}; released after it: ${behind.length} by version, ${late.length} by time; resting on a withdrawn consent: ${taken.inPlace} taken out before they left, ${taken.followed} followed by a withdrawal, ${taken.forgotten} forgotten\n`,
        );
        expect({ behind, late, forgotten: taken.forgotten }).toEqual({
          ...{ behind: [], late: [], forgotten: 0 },
        });
        expect(findBrokenSequences(said)).toEqual([]);
        expect(said.decisions).toHaveLength(ROUNDS * CHANGES_A_ROUND);
        // Fences that fell among the decisions of their round, or the race was none.
        expect(countSplit(said, fenced)).toBeGreaterThan(ROUNDS / 20);
        expect(taken.followed).toBeGreaterThan(0);
      } finally {
        await gateway.close();
        await opened.close();
      }
    },
    TIME_MS_MAX,
  );
}

/** A member that cannot go on fails the test at once, and one that ends does too. */
async function failWith(running: Promise<unknown>): Promise<never> {
  await running;
  throw new Error('a member has stopped consuming');
}
