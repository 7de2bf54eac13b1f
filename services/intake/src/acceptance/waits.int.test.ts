import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { completeChange, type SubmittedChange } from '@told/codec';
import type { Transaction } from '@told/service';
import { openTestIntake, type TestIntake, TODAY } from '../../test/open-intake.ts';
import { acceptChanges } from './accept-changes.ts';

let intake: TestIntake;
beforeAll(async () => {
  intake = await openTestIntake();
});
afterAll(() => intake.close());

function told(key: string, person: { readonly nino: string } | null, caseReference = 'JSA-WAITS') {
  const change = completeChange({
    ...{ fact: 'income', changeType: 'created' },
    ...{ occurredOn: TODAY, notifiedOn: TODAY, receivedOn: TODAY, caseReference },
    person: person as SubmittedChange['person'],
    income: { who: 'claimant', kind: 'employed' } as SubmittedChange['income'],
  });
  const read = intake.readChange({ agency: 'jobcentre', idempotencyKey: key, change });
  if (!read.ok) throw new TypeError('a change of this test breaks no rule');
  return read.value;
}

/** Takes a change; answers what was asked for at once, as groups of names: each is waited for but the last, which travels with COMMIT. */
async function acceptInGroups(change: ReturnType<typeof told>): Promise<readonly string[][]> {
  return intake.db.transaction(async (tx) => {
    const groups: string[][] = [];
    let isAnswered = true;
    const watched: Transaction = {
      ...tx,
      async query(statement, values) {
        if (isAnswered) groups.push([]);
        isAnswered = false;
        groups.at(-1)?.push(statement.name.replace('intake_', ''));
        const answer = await tx.query(statement, values);
        isAnswered = true;
        return answer as never;
      },
    };
    await acceptChanges(watched, [change], intake);
    return groups;
  });
}

const READ = ['find_cases', 'lock_subjects', 'find_stands_for', 'find_accepted'];
const WRITTEN = ['insert_accepted', 'raise_sequences'];

describe('what a change waits for', () => {
  test('somebody new: for what is known, for the place made, and for COMMIT', async () => {
    const groups = await acceptInGroups(told('first', { nino: 'QQ654321A' }));
    expect(groups).toEqual([
      READ,
      ['make_subjects', 'find_stands_for', 'find_accepted'],
      [...WRITTEN, 'remember_cases', 'outbox_insert'],
    ]);
  });

  test('somebody known: for what is known, and for COMMIT', async () => {
    const groups = await acceptInGroups(told('second', { nino: 'QQ654321A' }));
    expect(groups).toEqual([READ, [...WRITTEN, 'outbox_insert']]);
  });

  test('named by a case alone: for whose it is, too', async () => {
    const groups = await acceptInGroups(told('third', null));
    expect(groups).toEqual([[READ[0]], READ.slice(1), [...WRITTEN, 'outbox_insert']]);
  });
});
