// A writer to be killed: appends numbers to several partitions at once, and says each one that has been acknowledged.
import { createPostgresLog } from '../src/index.ts';

const [connectionString = '', topic = '', partitions = '1'] = process.argv.slice(2);
const log = createPostgresLog({ connectionString, clientId: 'writer' });
for (let n = 0; ; n += 1) {
  const value = Buffer.from(String(n));
  await Promise.all(
    Array.from({ length: Number(partitions) }, async (_, partition) => {
      await log.append({ topic, partition }, [{ key: Buffer.from('k'), value }]);
      process.stdout.write(`${partition} ${n}\n`);
    }),
  );
}
