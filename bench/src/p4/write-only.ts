import fs from 'node:fs';
import { deserialize } from 'node:v8';
import { contend } from '../measure/contend.ts';
import { type GatewayParts, openGatewayParts } from './gateway-parts.ts';
import { relayAll } from './relay-all.ts';
import type { Work, WrittenTransaction } from './work.ts';

/** Writes what the product wrote, transaction by transaction, and nothing else, while the relay carries it to the log. */
async function writeAll(
  { db, log }: GatewayParts,
  transactions: readonly WrittenTransaction[],
): Promise<void> {
  const records = transactions.reduce((sum, { published }) => sum + published, 0);
  const relayed = relayAll({ db, log }, records);
  for (const { statements, published } of transactions) {
    await db.transaction(async (tx) => {
      for (const { statement, values } of statements) await tx.query(statement, values);
      tx.signal({ kind: 'published', count: published });
    });
  }
  await relayed;
}

/** The first of them that hold so many records. */
function takeFirst(
  transactions: readonly WrittenTransaction[],
  records: number,
): readonly WrittenTransaction[] {
  let sum = 0;
  const end = transactions.findIndex(({ published }) => {
    sum += published;
    return sum >= records;
  });
  return transactions.slice(0, end + 1);
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
