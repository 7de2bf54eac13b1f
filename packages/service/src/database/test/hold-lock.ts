// For open-session.int.test.ts: a process that holds the lock of its database's relay and says so, then holds it until it is killed.

import { openDatabase } from '../open-database.ts';
import { takeRelayLock } from '../relay-queries.ts';

const [, , url = '', silentMs] = process.argv;
const session = await openDatabase({
  url,
  name: 'holder',
  silentMs: Number(silentMs),
}).openSession();
if (!(await takeRelayLock(session))) throw new Error('another process holds the lock');
process.send?.('locked');
setInterval(() => undefined, 1_000);
