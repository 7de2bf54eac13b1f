import { codeOf, type Database, doRegularly, type KeyService, type Logger } from '@told/service';
import { type CarryOutPorts, carryOut } from './carry-out.ts';
import { listDestroyed, listUnderWay } from './erasure-queries.ts';
import { lockKeys } from './lock-keys.ts';

/** What could not be carried out when it was ordered is tried again so often. */
const TRY_EVERY_MS = 10_000;

/**
 * Destroys once more what was ever destroyed: a key file that was put back from a backup may hold it again. Rejects with `keys-unavailable`; nobody
 * is answered before.
 */
export async function destroyAgain(db: Database, keys: KeyService | undefined): Promise<void> {
  if (keys === undefined) return;
  for await (const names of listDestroyed(db)) {
    const subjectKeys = [...new Set(names.map(({ subjectKey }) => subjectKey))];
    const standing = new Set((await keys.standing(subjectKeys)).map(nameOf));
    const back = names.filter((one) => standing.has(nameOf(one)));
    if (back.length === 0) continue;
    await db.transaction(async (tx) => {
      await lockKeys(tx);
      await keys.destroy(back);
    });
  }
}

const nameOf = ({ subjectKey, keyNumber }: { subjectKey: string; keyNumber: number }): string =>
  `${subjectKey}/${keyNumber}`;

/** Goes on with erasures that were cut short, or for which somebody was away, from time to time. */
export function keepErasing({
  logger,
  everyMs = TRY_EVERY_MS,
  ...ports
}: CarryOutPorts & { readonly logger: Logger; readonly everyMs?: number }): {
  stop(): Promise<void>;
} {
  let isStopping = false;
  const erase = async (): Promise<void> => {
    if (isStopping) return;
    try {
      for (const erasureId of await listUnderWay(ports.db)) await carryOut(ports, erasureId);
    } catch (error) {
      logger.warn({ err: error, code: codeOf(error) }, 'an erasure is not carried out yet');
    }
  };
  const regularly = doRegularly(erase, everyMs);
  return {
    stop() {
      isStopping = true;
      return regularly.stop();
    },
  };
}
