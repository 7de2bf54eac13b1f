import fs from 'node:fs';
import { deserialize } from 'node:v8';
import { contend } from '../measure/contend.ts';
import { type GatewayParts, openGatewayParts } from './gateway-parts.ts';
import { relayAll } from './relay-all.ts';
import { replayWrites, takeFirst } from './replay-writes.ts';
import type { Work, WrittenTransaction } from './work.ts';

/** Writes what the product wrote, transaction by transaction, and nothing else, while the relay carries it to the log. */
async function writeAll(
  { db, log }: GatewayParts,
  transactions: readonly WrittenTransaction[],
): Promise<void> {
  const records = transactions.reduce((sum, { published }) => sum + published, 0);
  const relayed = relayAll({ db, log }, records);
  await replayWrites(db, transactions);
  await relayed;
}

contend<Work>(async ({ warmUp, measured, writesFile }) => {
  const transactions = deserialize(fs.readFileSync(writesFile)) as readonly WrittenTransaction[];
  const parts = await openGatewayParts(measured);
  return {
    async warmUp() {
      const warm = await openGatewayParts(warmUp);
      await writeAll(warm, takeFirst(transactions, warmUp.records));
      await warm.close();
    },
    async run() {
      await writeAll(parts, transactions);
      return measured.changes;
    },
    close: () => parts.close(),
  };
});
