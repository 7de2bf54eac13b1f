import { afterAll, beforeAll, expect, test } from '@jest/globals';
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

interface Plan {
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Join Filter'?: number;
  readonly Plans?: readonly Plan[];
}

/** Rows that any step of the plan made, or went through in vain. */
const rowsOf = (plan: Plan): number =>
  (plan['Actual Rows'] + (plan['Rows Removed by Join Filter'] ?? 0)) * plan['Actual Loops'] +
  (plan.Plans ?? []).reduce((sum, one) => sum + rowsOf(one), 0);

async function countRows(chains: number): Promise<number> {
  const asked = `{${corrections.slice(0, chains).join()}}`;
  const text = READ_CHAINS.text.replace('$1', `'${asked}'`);
  const [row] = await gateway.rows<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(
    `EXPLAIN (ANALYZE, TIMING off, FORMAT JSON) ${text}`,
  );
  return rowsOf(row?.['QUERY PLAN'][0]?.Plan as Plan);
}

test.each([CHAINS / 8, CHAINS])(
  'what a batch knows of %i chains is looked up for each, however many there are and the table holds',
  async (chains) => {
    const rows = await countRows(chains);
    expect(rows).toBeGreaterThan(chains);
    expect(rows / chains).toBeLessThan(ROWS_A_CHAIN_MAX);
  },
);
