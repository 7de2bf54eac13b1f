import path from 'node:path';
import { createLocalSource, openCodecFrom } from '@told/codec';
import { createMemoryLog } from '@told/event-log';
import { createPublisher, openDatabase, serviceMigrations } from '@told/service';
import { createChangeReader } from '../../../services/intake/src/acceptance/read-change.ts';
import { ROOT } from '../places.ts';
import { NOW_MS, TODAY } from './requests.ts';

export const INTAKE = [
  { name: 'service', dir: serviceMigrations },
  { name: 'intake', dir: path.join(ROOT, 'services/intake/sql') },
];
const TOPIC = 'told.changes';
const PARTITIONS = 4;

/** What intake's program puts together, without HTTP and relay: the log is only asked for its topics. */
export async function openIntakeParts(databaseUrl: string) {
  const db = openDatabase({ url: databaseUrl, name: 'intake' });
  const log = createMemoryLog();
  await log.createTopics([{ name: TOPIC, partitions: PARTITIONS, retentionMs: null }]);
  const codec = await openCodecFrom(createLocalSource(), [
    { topic: TOPIC, schema: 'ClaimantChange' },
    { subject: 'told.changes-body', schema: 'ChangeBody' },
  ]);
  return {
    db,
    codec,
    publisher: await createPublisher({ log }),
    clock: { nowMs: () => NOW_MS },
    encodeChange: codec.encoder('ClaimantChange', TOPIC),
    encodeBody: codec.encoder('ChangeBody', 'told.changes-body'),
    readChange: createChangeReader({
      mode: 'synthetic',
      areaSecrets: [{ version: 1, secret: 'an area secret of the benchmark, not of anybody' }],
      today: () => TODAY,
    }),
    async close() {
      await db.close();
      await log.close();
    },
  };
}
