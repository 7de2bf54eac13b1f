import { openCodec } from '@told/codec';
import { createFileKeys, createOpenBodies, openEventLog } from '@told/service';
import type { RunningArea } from '../../src/trials/start-area.ts';

const TOPIC = 'told.changes';

/** What whoever has the keys makes of every body on told.changes now: by what became of it, so many. */
export async function openBodies({
  stack,
}: RunningArea): Promise<Readonly<Record<string, number>>> {
  if (stack.keyFiles === undefined) throw new TypeError('this stack seals');
  const log = openEventLog(stack.log, 'told-test');
  const keys = createFileKeys({ ...stack.keyFiles, mayWrite: false });
  const uses = [{ topic: TOPIC, schema: 'ClaimantChange' as const }];
  const codec = await openCodec({ registryUrl: stack.registry.url, uses });
  const found: Record<string, number> = {};
  try {
    for (const { partition, low, end } of await log.bounds(TOPIC)) {
      for await (const batch of log.read({ topic: TOPIC, partition, from: low, to: end })) {
        const values = batch.map(({ value }) => value);
        const changes = (await codec.decode('ClaimantChange', values)).flatMap((one) =>
          one.ok ? [one.value] : [],
        );
        for (const one of await createOpenBodies(keys)(changes)) {
          const what = typeof one === 'string' ? one : 'opened';
          found[what] = (found[what] ?? 0) + 1;
        }
      }
    }
  } finally {
    keys.close();
    await log.close();
  }
  return found;
}
