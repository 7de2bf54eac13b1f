import type { AgreementSet } from '@told/agreements';
import type { StoredRecord } from '@told/event-log';
import type { Database } from '@told/service';
import { decodeChanges, type ReadPorts } from '../src/decisions/read-changes.ts';
import { createLawBook } from '../src/replays/law-book.ts';
import { type Judged, judgeAsOfThen } from '../src/replays/re-decide-changes.ts';
import { readRecorded } from '../src/replays/read-recorded.ts';
import { DECISIONS_TOPIC } from '../src/topics.ts';

/** Decides all these changes again as of then, by this set of agreements whatever the files say. */
export async function redecideAll(
  db: Database,
  ports: ReadPorts,
  { told, agreements }: { told: readonly StoredRecord[]; agreements: AgreementSet },
): Promise<readonly Judged[]> {
  const law = { ...createLawBook(), setOf: async () => agreements };
  const encode = ports.codec.encoder('Decision', DECISIONS_TOPIC);
  const read = await decodeChanges(ports, told);
  const changes = new Map(read.flatMap((one) => ('cause' in one ? [] : [[one.id, one]])));
  return db.transaction(async (tx) => {
    const runsOf = Map.groupBy(
      await readRecorded(tx, [...changes.keys()]),
      ({ decision }) => decision.changeId,
    );
    const judged: Judged[] = [];
    for (const [changeId, runs] of runsOf) {
      const one = changes.get(changeId);
      if (one !== undefined)
        judged.push(...(await judgeAsOfThen(tx, { told: one, runs }, null, { law, encode })));
    }
    return judged;
  });
}
