import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { countPlanRows, PLAN_MODES } from '../../../../tools/count-plan-rows.ts';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { EARNINGS, makeChange, makePerson } from '../../test/people.ts';
import { READ_CHAINS } from './chains.ts';

const CHAINS = 160;
/** A chain of two changes, each given to one case, is 50 rows; joined as a whole it is thousands. */
const ROWS_A_CHAIN_MAX = 200;
let gateway: TestGateway;
const corrections: string[] = [];

beforeAll(async () => {
  gateway = await openTestGateway();
  for (let index = 0; index < CHAINS; index += 1) {
    const person = makePerson(index);
    await gateway.register({ person, caseReference: `CTB-${index}` });
    const first = makeChange(person, 1);
    const correction = makeChange(
      person,
      2,
      { changeType: 'corrected', previousChangeId: first.change.changeId },
      { income: { ...EARNINGS, netPence: 1_000 + index } },
    );
    await gateway.decide(first, correction);
    corrections.push(correction.change.changeId);
  }
});
afterAll(() => gateway.close());

describe.each(PLAN_MODES)('with %s', (mode) => {
  test.each([CHAINS / 8, CHAINS])(
    'what a batch knows of %i chains is looked up for each, however many there are and the table holds',
    async (chains) => {
      const asked = [corrections.slice(0, chains)];
      const rows = await countPlanRows(gateway.db, READ_CHAINS, asked, mode);
      expect(rows).toBeGreaterThan(chains);
      expect(rows / chains).toBeLessThan(ROWS_A_CHAIN_MAX);
    },
  );
});
