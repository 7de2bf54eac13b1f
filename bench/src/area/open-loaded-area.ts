import type { StackOptions } from '@told/stack';
import { type Area, type LoadChange, waitUntilQuiet } from '@told/testing';
import { createPoster } from '../../../packages/testing/src/load/post-json.ts';
import {
  makeChanges,
  type RunningArea,
  settleHouseholds,
  startArea,
} from '../../../packages/testing/src/trials/start-area.ts';

export type LoadedArea = RunningArea & {
  /** Changes that nobody has told yet. */
  takeChanges(count: number): readonly LoadChange[];
};

/** The whole stack on a folder of its own, as it runs in earnest, with everybody's cases and interests. */
export async function openLoadedArea(
  options: Partial<StackOptions> & { readonly households: number },
  onProgress: (what: string) => void,
): Promise<LoadedArea> {
  const { households: count, ...stackOptions } = options;
  const running = await startArea({ fsync: true, logLevel: 'warn', ...stackOptions });
  try {
    onProgress(`${count.toLocaleString('en-GB')} households are being loaded`);
    const households = await settleHouseholds(running.area, { households: count, seed: 2_010 });
    await waitUntilQuiet({ area: running.area });
    let seed = 0;
    return {
      ...running,
      takeChanges(changes) {
        seed += 1;
        return makeChanges(households, { changes, seed });
      },
    };
  } catch (error) {
    await running.stop();
    throw error;
  }
}

export type AreaTeller = {
  /** POST /v1/changes; answers the change's id. Rejects with any other answer than 202. */
  tell(change: LoadChange): Promise<string>;
  close(): void;
};

/** Tells one change a request, over so many kept connections. */
export function createAreaTeller(area: Area, connections: number): AreaTeller {
  const poster = createPoster(connections);
  const url = `${area.urlOf('intake')}/v1/changes`;
  return {
    async tell({ agency, idempotencyKey, change }) {
      const answer = await poster.post(url, JSON.stringify(change), {
        'content-type': 'application/json',
        authorization: `Bearer ${await area.tokenOf(agency)}`,
        'idempotency-key': idempotencyKey,
      });
      if (answer.status !== 202)
        throw new Error(`a change is accepted (status=${answer.status}) ${answer.body}`);
      return (JSON.parse(answer.body) as { readonly changeId: string }).changeId;
    },
    close: () => poster.close(),
  };
}

/** As fast as answers come: so many callers, each telling the next change when its last is answered. `onAccepted` hears of each. */
export async function tellAtPeak(
  teller: AreaTeller,
  { changes, callers }: { readonly changes: readonly LoadChange[]; readonly callers: number },
  onAccepted: (changeId: string) => void,
): Promise<void> {
  let next = 0;
  const call = async (): Promise<void> => {
    for (let one = changes[next++]; one !== undefined; one = changes[next++])
      onAccepted(await teller.tell(one));
  };
  await Promise.all(Array.from({ length: callers }, call));
}
