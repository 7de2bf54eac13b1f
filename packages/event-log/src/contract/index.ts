import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeAppending } from './appending.ts';
import { describeGroups } from './groups.ts';
import type { LogHarness } from './harness.ts';
import { describePositions } from './positions.ts';
import { describeReading } from './reading.ts';
import { describeSubscribing } from './subscribing.ts';

export type { LogHarness } from './harness.ts';

/** The promises of the EventLog port, as tests. Every driver runs them all, unchanged. */
export function describeEventLogContract(
  name: string,
  makeHarness: () => Promise<LogHarness>,
): void {
  describe(`EventLog contract: ${name}`, () => {
    let harness: LogHarness | undefined;
    beforeAll(async () => {
      harness = await makeHarness();
    }, 60_000);
    afterAll(() => harness?.close(), 60_000);
    const source = (): LogHarness => harness as LogHarness;

    describeAppending(source);
    describeReading(source);
    describeSubscribing(source);
    describePositions(source);
    describeGroups(source);
  });
}
