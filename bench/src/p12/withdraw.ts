import type { RecordableHistogram } from 'node:perf_hooks';
import { createTokenSource } from '@told/service';
import type { Stack } from '@told/stack';
import { timeAtRate } from '../measure/time-at-rate.ts';
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

/** At a fixed rate. Answers the times, in microseconds. */
export const withdrawAtRate = (
  withdraw: Withdraw,
  numbers: readonly number[],
  ratePerSecond: number,
): Promise<RecordableHistogram> =>
  timeAtRate(numbers.length, ratePerSecond, (index) => withdraw(numbers[index] ?? 0));
