import { expect, test } from '@jest/globals';
import { changeIdOf } from '@told/identity';
import type { OutgoingRecord, Transaction } from '@told/service';
import submission from '../../../schemas/examples/submission.json' with { type: 'json' };
import { type Submitter, submitChanges } from './submit-changes.ts';

const MOMENT = { businessDate: '2010-05-13', nowMs: 0 };

test('an event that submits a change bears an id of its own, the same when it is sent again', async () => {
  const said: OutgoingRecord[] = [];
  const tx = { query: async () => ({ rows: [], rowCount: 1 }) } as unknown as Transaction;
  const submitter: Submitter = {
    agency: 'jobcentre',
    encode: () => Buffer.alloc(0),
    publisher: { publish: async (_, records) => void said.push(...records) },
  };
  const own = submission as Parameters<typeof submitChanges>[2][number];
  for (const _ of [1, 2]) await submitChanges(tx, submitter, [own], MOMENT);
  const [first, second] = said.map(({ headers }) => headers?.['ce_id']);
  expect(first).toMatch(/^[0-9a-f-]{36}$/);
  expect(second).toBe(first);
  // Intake says the change itself in the agency's name, under the change's id.
  expect(first).not.toBe(changeIdOf('jobcentre', own.idempotencyKey));
});
