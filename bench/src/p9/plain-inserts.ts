import fs from 'node:fs';
import { deserialize } from 'node:v8';
import { openDatabase } from '@told/service';
import { contend } from '../measure/contend.ts';
import { replayWrites } from '../p4/replay-writes.ts';
import type { WrittenTransaction } from '../p4/work.ts';
import { RECORDS_A_CHANGE } from './make-records.ts';
import type { Work } from './work.ts';

contend<Work>(async ({ warmUp, measured, writesFile }) => {
  const transactions = deserialize(fs.readFileSync(writesFile)) as readonly WrittenTransaction[];
  const db = openDatabase({ url: measured.url, name: 'plain' });
  return {
    async warmUp() {
      const warm = openDatabase({ url: warmUp.url, name: 'plain' });
      const part = Math.ceil((transactions.length * warmUp.changes) / measured.changes);
      await replayWrites(warm, transactions.slice(0, part));
      await warm.close();
    },
    async run() {
      await replayWrites(db, transactions);
      return measured.changes * RECORDS_A_CHANGE;
    },
    close: () => db.close(),
  };
});
