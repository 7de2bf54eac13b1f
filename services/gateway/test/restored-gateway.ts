import { partitionFor } from '@told/event-log';
import { createLogger } from '@told/service';
import { connectDecisions } from '../src/connect-decisions.ts';
import { createRecordHandler } from '../src/consume-records.ts';
import { createDecider } from '../src/decisions/create-decider.ts';
import { restoreFromLog } from '../src/restore/restore-from-log.ts';
import { CHANGES_TOPIC } from '../src/topics.ts';
import { AGENCIES, type TestGateway } from './open-gateway.ts';
import type { TestChange } from './people.ts';

const PARTITIONS = 4;

/**
 * Sends what waits, as a relay does that dies on the way: it sends partitions side by side, so any topics may have been sent and others not.
 * What is not sent is lost.
 */
export async function relaySome(
  gateway: TestGateway,
  isSent: (topic: string, key: string) => boolean = () => true,
): Promise<void> {
  const rows = await gateway.rows<{ topic: string; key: Buffer; value: Buffer; headers: string }>(
    'SELECT topic, key, value, headers FROM outbox ORDER BY id',
  );
  for (const { topic, key, value, headers } of rows.filter((row) =>
    isSent(row.topic, row.key.toString()),
  )) {
    const named = Object.entries(JSON.parse(headers) as Record<string, string>);
    await gateway.log.append({ topic, partition: partitionFor(key, PARTITIONS) }, [
      {
        ...{ key, value },
        headers: Object.fromEntries(
          named.map(([name, text]) => [name, Buffer.from(text, 'latin1')]),
        ),
      },
    ]);
  }
  await gateway.rows(
    `WITH sent AS (DELETE FROM outbox RETURNING id)
     UPDATE outbox_relay SET claimed_through = greatest(claimed_through, (SELECT max(id) FROM sent))`,
  );
}

/** What a start of the gateway does with a database that is older than the log. */
export const restore = (backup: TestGateway, log: TestGateway['log']) =>
  restoreFromLog({
    ...{ db: backup.db, codec: backup.codec, publisher: backup.publisher, log },
    ...{ clock: backup.interests.clock, agencies: AGENCIES },
    logger: createLogger({ service: 'gateway', logLevel: 'silent' }),
  });

/** The restored gateway as a process of its own has it, which remembers nothing from before. */
export function restart(gateway: TestGateway): TestGateway {
  const { db, codec, publisher, agreements } = gateway;
  const connected = connectDecisions({
    ...{ db, codec, publisher, clock: gateway.interests.clock, agreements, agencies: AGENCIES },
    moment: gateway.decisions.moment,
  });
  const decide = createDecider(connected.decisions);
  return { ...gateway, ...connected, handle: createRecordHandler({ codec, decide }) };
}

/** A process of its own on the restored database reads these changes again. */
export async function readAgain(
  gateway: TestGateway,
  changes: readonly TestChange[],
): Promise<void> {
  const { db, handle, recordOf } = restart(gateway);
  await db.transaction((tx) => handle(tx, changes.map(recordOf)));
}

/** Puts a change on told.changes, so that a restore waits for it. */
export async function tellLog(gateway: TestGateway, change: TestChange): Promise<void> {
  const { key, value } = gateway.recordOf(change);
  await gateway.log.append({ topic: CHANGES_TOPIC, partition: 0 }, [{ key, value }]);
}

/** The group that decides has read the one change on told.changes. */
export const noteChangeRead = (gateway: TestGateway) =>
  gateway.rows(
    `INSERT INTO watermark (consumer_group, topic, partition, next_offset, last_offset, last_digest)
     VALUES ('gateway', 'told.changes', 0, 1, 0, '')`,
  );
