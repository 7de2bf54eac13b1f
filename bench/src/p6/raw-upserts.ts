import fs from 'node:fs';
import { deserialize } from 'node:v8';
import { openDatabase } from '@told/service';
import { contend } from '../measure/contend.ts';
import { replayWrites, takeFirst } from '../p4/replay-writes.ts';
import type { WrittenTransaction } from '../p4/work.ts';
import type { Work } from './work.ts';

contend<Work>(async ({ warmUp, measured, writesFile }) => {
  const transactions = deserialize(fs.readFileSync(writesFile)) as readonly WrittenTransaction[];
  const db = openDatabase({ url: measured.agencyUrl, name: 'raw' });
  return {
    async warmUp() {
      const warm = openDatabase({ url: warmUp.agencyUrl, name: 'raw' });
      await replayWrites(warm, takeFirst(transactions, warmUp.releases));
      await warm.close();
    },
    async run() {
      await replayWrites(db, transactions);
      return measured.releases;
    },
    close: () => db.close(),
  };
});
