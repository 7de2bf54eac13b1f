import { type Backlog, type Database, openDatabase, outboxDepth, readBacklog } from '@told/service';
import type { Profile } from '../profile.ts';
import { examineDeadLetters, examineParked } from './examine-parked.ts';
import { examine, type Finding } from './finding.ts';

/** More than a busy moment leaves behind. */
const OUTBOX_RECORDS_MAX = 10_000;
/** What waits in each service's database: outbox, parked keys, dead letters. */
export async function examineDatabases(profile: Profile): Promise<readonly Finding[]> {
  const findings = await Promise.all(
    Object.entries(profile.databases).map(async ([name, url]) => {
      const db = openDatabase({ url, name: 'told-doctor', max: 1 });
      try {
        return await examineDatabase(name, db);
      } finally {
        await db.close();
      }
    }),
  );
  return findings.flat();
}

async function examineDatabase(name: string, db: Database): Promise<readonly Finding[]> {
  const part = `${name}: database`;
  let counts: (Backlog & { readonly outbox: number }) | undefined;
  const answering = await examine(
    part,
    'start the stack again: it starts PostgreSQL and brings its databases up to date',
    async () => {
      counts = { ...(await readBacklog(db)), outbox: await outboxDepth(db, OUTBOX_RECORDS_MAX) };
      return { ok: true, state: 'answers' };
    },
  );
  if (counts === undefined) return [answering];
  const { outbox } = counts;
  return [
    answering,
    {
      ok: outbox < OUTBOX_RECORDS_MAX,
      part: `${name}: outbox`,
      state:
        outbox < OUTBOX_RECORDS_MAX ? `${outbox} records wait` : `${outbox} or more records wait`,
      ...(outbox < OUTBOX_RECORDS_MAX
        ? {}
        : { fix: 'see why the log does not take them: the line "log" here' }),
    },
    ...(await examineParked(name, db, counts)),
    ...(await examineDeadLetters(name, db)),
  ];
}
