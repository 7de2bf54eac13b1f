import { openDatabase } from '../../database/open-database.ts';
import { redriveKey } from '../redrive-key.ts';
import { NAME, takeInSequence } from './parked-records.ts';

// A process of its own, for a test that kills it: TOLD_FAILPOINT says where.
const [url = ''] = process.argv.slice(2);
const db = openDatabase({ url, name: 'redrive' });
const silent = { info() {}, warn() {}, error() {} };
for (let state = 'waiting'; state === 'waiting'; ) {
  const done = await redriveKey(
    {
      ...{ db, logger: silent, handle: takeInSequence(), nowMs: Date.now },
      onPiece: async () => undefined,
    },
    NAME,
  );
  state = done?.state ?? 'gone';
}
await db.close();
