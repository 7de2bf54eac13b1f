import type { RecordableHistogram } from 'node:perf_hooks';
import { createPoster } from '../../../packages/testing/src/load/post-json.ts';
import { timeAtRate } from '../measure/time-at-rate.ts';
import { CALLERS, listRequests, shareOut, type Telling, type TellRequest } from './requests.ts';

export type Teller = {
  /** Each caller tells the next when the last is answered. */
  tellAll(telling: Telling): Promise<void>;
  /** At a fixed rate over the same connections; microseconds from when each was due. */
  tellAtRate(telling: Telling, ratePerSecond: number): Promise<RecordableHistogram>;
  close(): void;
};

/** The callers of one server, over kept connections. Rejects with whatever is answered but 202. */
export function createTeller(url: string, token: string): Teller {
  const poster = createPoster(CALLERS);
  const tell = async ({ key, body }: TellRequest): Promise<void> => {
    const answer = await poster.post(`${url}/v1/changes`, body, {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      'idempotency-key': key,
    });
    if (answer.status !== 202)
      throw new Error(`a change is accepted (status=${answer.status}) ${answer.body}`);
  };
  return {
    async tellAll(telling) {
      const shares = shareOut(telling, CALLERS).map(async (share) => {
        for (const request of share) await tell(request);
      });
      await Promise.all(shares);
    },
    tellAtRate(telling, ratePerSecond) {
      const requests = listRequests(telling);
      return timeAtRate(requests.length, ratePerSecond, (index) =>
        tell(requests[index] as TellRequest),
      );
    },
    close: () => poster.close(),
  };
}
