// An engine for engine.int.test.ts: writes down what it reads, and does what a record says.
import { deadLetter } from '../../database/dead-letter.ts';
import { runEngine } from '../run-engine.ts';
import { BUSY_MS, holdSlowLock, type TestConfig } from './test-config.ts';

const INSERT = {
  name: 'test_insert',
  text: 'INSERT INTO effect (key, id) SELECT * FROM unnest($1::text[], $2::text[])',
};

await runEngine<TestConfig>({
  origin: 'luton',
  uses: () => [],
  consumer: async (_parts, { topic }) => ({
    group: 'test',
    topics: [topic],
    async handle(tx, records) {
      const texts = records.map(({ value }) => value.toString());
      if (texts.includes('slow')) await tx.query(holdSlowLock);
      if (texts.includes('busy')) work(BUSY_MS);
      if (texts.includes('die')) process.exit(3);
      for (const record of records) {
        if (record.value.toString() === 'unread') await deadLetter(tx, { record, cause: 'odd' });
      }
      await tx.query(INSERT, [records.map(({ key }) => key.toString()), texts]);
    },
  }),
});

function work(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}
