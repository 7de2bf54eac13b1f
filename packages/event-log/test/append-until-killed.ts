// A writer to be killed: appends numbers, and says each one that has been acknowledged.
import { createPostgresLog } from '../src/index.ts';

const [connectionString = '', topic = ''] = process.argv.slice(2);
const log = createPostgresLog({ connectionString, clientId: 'writer' });
for (let n = 0; ; n += 1) {
  const value = Buffer.from(String(n));
  await log.append({ topic, partition: 0 }, [{ key: Buffer.from('k'), value }]);
  process.stdout.write(`${n}\n`);
}
