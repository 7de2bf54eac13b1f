import type { EventLog, NewRecord, StoredRecord } from '@told/event-log';
import { openEventLog } from '@told/service';
import type { Area } from '../load/area.ts';

/** Topics whose readers must take a record once, however often it is there. */
const DOUBLED = /^told\.(changes|releases\..+|outcomes\..+)$/;
/** What the log adds itself. */
const DIGEST_HEADER = 'digest';

/** Appends every so many records of each partition once more, as a relay does that died in doubt. Resolves with how many. */
export async function doubleRecords(area: Area, every: number): Promise<number> {
  const log = openEventLog(area.profile.log, 'told-double');
  let doubled = 0;
  try {
    for (const { name } of await log.topics()) {
      if (!DOUBLED.test(name)) continue;
      for (const { partition, low, end } of await log.bounds(name)) {
        if (low < end)
          doubled += await doublePartition(log, { topic: name, partition, low, end }, every);
      }
    }
  } finally {
    await log.close();
  }
  return doubled;
}

async function doublePartition(
  log: EventLog,
  at: {
    readonly topic: string;
    readonly partition: number;
    readonly low: bigint;
    readonly end: bigint;
  },
  every: number,
): Promise<number> {
  const { topic, partition, low, end } = at;
  let seen = 0;
  let doubled = 0;
  for await (const batch of log.read({ topic, partition, from: low, to: end })) {
    const again = batch.filter(() => {
      seen += 1;
      return seen % every === 0;
    });
    if (again.length > 0) await log.append({ topic, partition }, again.map(copyRecord));
    doubled += again.length;
  }
  return doubled;
}

function copyRecord({ key, value, headers }: StoredRecord): NewRecord {
  const { [DIGEST_HEADER]: _digest, ...others } = headers;
  return { key, value, headers: others };
}
