import { partitionFor } from '@told/event-log';
import { createLogger } from '@told/service';
import { connectDecisions } from '../src/connect-decisions.ts';
import { createRecordHandler } from '../src/consume-records.ts';
import { createDecider } from '../src/decisions/create-decider.ts';
import { restoreFromLog } from '../src/restore/restore-from-log.ts';
import { AGENCIES, type TestGateway } from './open-gateway.ts';
import type { TestChange } from './people.ts';

const PARTITIONS = 4;

/**
 * Sends what waits, as a relay does that dies on the way: it sends partitions side by side, so any topics may have been sent and others not.
 * What is not sent is lost.
 */
export async function relaySome(
  gateway: TestGateway,
  isSent: (topic: string) => boolean = () => true,
): Promise<void> {
  const rows = await gateway.rows<{ topic: string; key: Buffer; value: Buffer; headers: string }>(
    'SELECT topic, key, value, headers FROM outbox ORDER BY id',
  );
  for (const { topic, key, value, headers } of rows.filter((row) => isSent(row.topic))) {
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
    ...{ db: backup.db, codec: backup.codec, log, agencies: AGENCIES },
    logger: createLogger({ service: 'gateway', logLevel: 'silent' }),
  });

/** A process of its own on the restored database reads these changes again. */
export async function readAgain(
  { db, codec, publisher, agreements, ...gateway }: TestGateway,
  changes: readonly TestChange[],
): Promise<void> {
  const { clock } = gateway.interests;
  const { decisions } = connectDecisions({
    ...{ db, codec, publisher, clock, agreements, agencies: AGENCIES },
    moment: gateway.decisions.moment,
  });
  const handle = createRecordHandler({ codec, decide: createDecider(decisions) });
  await db.transaction((tx) => handle(tx, changes.map(gateway.recordOf)));
}
