import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTokenSource } from '@told/service';
import type { Stack } from '@told/stack';
import { PURPOSE, RECIPIENT, SOURCE, SOURCE_PREFIX, TODAY } from './people.ts';

/** Resolves once the withdrawal of this person is in force, which the answer says. */
export type Withdraw = (number: number) => Promise<void>;

/** Over HTTP, as the agency that the person told. */
export function createWithdraw({ services, auth, clients }: Stack): Withdraw {
  const client = clients.find(({ clientId }) => clientId === SOURCE);
  const token = createTokenSource({
    tokenUrl: auth.tokenUrl,
    audience: auth.audience,
    clientId: SOURCE,
    clientSecret: client?.clientSecret ?? '',
    scope: 'consents:write',
  });
  const url = `${services['gateway']?.url}/v1/consents/withdraw`;
  return async (number) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        caseReference: `${SOURCE_PREFIX}${number}`,
        ...{ recipient: RECIPIENT, purpose: PURPOSE, on: TODAY },
      }),
    });
    const text = await answer.text();
    if (answer.status !== 200)
      throw new Error(`a withdrawal is accepted (status=${answer.status}) ${text}`);
  };
}

/**
 * One after another at a fixed rate, whether the earlier ones are answered or not; each is timed from the moment it was due, so that what waits
 * because others do is counted (no coordinated omission). Answers the times, in microseconds.
 */
export async function withdrawAtRate(
  withdraw: Withdraw,
  numbers: readonly number[],
  ratePerSecond: number,
): Promise<RecordableHistogram> {
  const histogram = createHistogram();
  const startedMs = performance.now();
  const answers = numbers.map(async (number, index) => {
    const dueMs = startedMs + (index * 1_000) / ratePerSecond;
    await sleep(Math.max(0, dueMs - performance.now()));
    await withdraw(number);
    histogram.record(Math.max(1, Math.round((performance.now() - dueMs) * 1_000)));
  });
  await Promise.all(answers);
  return histogram;
}
