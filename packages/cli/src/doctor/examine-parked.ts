import { type Database, listDeadLetters, listParkedKeys, type ParkedKeyRow } from '@told/service';
import type { Finding } from './finding.ts';

/** Lines of one service; the list has the others. */
const LINES_MAX = 20;
const TOLD = 'npm run -s told --';

/** A red line for each key that waits and each dead letter with it, and the command that goes on with it. */
export async function examineParked(
  service: string,
  db: Database,
  total: { readonly parkedKeys: number; readonly parkedRecords: number },
): Promise<readonly Finding[]> {
  const part = `${service}: parked`;
  const { parkedKeys, parkedRecords } = total;
  if (parkedKeys === 0) return [{ ok: true, part, state: '0 keys, 0 records' }];
  const filter = { topic: null, keyDigest: null, cause: null, after: null, limit: LINES_MAX };
  const keys = await listParkedKeys(db, filter);
  return [
    ...keys.map((key) => ({
      ...{ ok: false, part },
      ...{ state: describeKey(key), fix: fixKey(service, key) },
    })),
    ...(parkedKeys > keys.length
      ? [
          {
            ...{ ok: false, part },
            state: `${parkedKeys} keys in all, ${parkedRecords} records`,
            fix: `"${TOLD} parked list --service ${service}"`,
          },
        ]
      : []),
  ];
}

function describeKey({ stream, keyDigest, cause, code, records }: ParkedKeyRow): string {
  const why = code === null ? cause : `${cause}: ${code}`;
  return `${stream} ${keyDigest}, ${why}, ${records} records wait`;
}

function fixKey(service: string, { stream, keyDigest, cause }: ParkedKeyRow): string {
  const command = (verb: string, more = ''): string =>
    `"${TOLD} parked ${verb} ${stream} ${keyDigest} --service ${service}${more}"`;
  const release = command('release', ' --reason …');
  switch (cause) {
    case 'gap':
      return `have the missing record told again, then ${release}`;
    case 'key-parked':
      return `the release was cut short; go on with ${release}`;
    case 'fork':
      return `look with ${command('show')}, give up the wrong one with ${command('dead-letter', ' --reason …')}`;
    default:
      return `mend the cause, then ${release}; or give it up with ${command('dead-letter', ' --reason …')}`;
  }
}

/** Dead letters whose records wait are red; those that an operator took out are told, and stay. */
export async function examineDeadLetters(
  service: string,
  db: Database,
): Promise<readonly Finding[]> {
  const part = `${service}: dead letters`;
  const filter = { topic: null, cause: null, after: null, at: null };
  const waiting = await listDeadLetters(db, { ...filter, state: 'waiting', limit: LINES_MAX });
  const lines = waiting.map(({ topic, partition, offset, cause }): Finding => {
    const place = `${topic} ${partition} ${offset}`;
    return {
      ...{ ok: false, part },
      state: `${place}, ${cause}`,
      fix: `make it readable, then "${TOLD} dead-letters redrive ${place} --service ${service} --reason …"`,
    };
  });
  if (lines.length > 0) return lines;
  const taken = await listDeadLetters(db, { ...filter, state: 'dead', limit: LINES_MAX });
  const many = taken.length === LINES_MAX ? `${LINES_MAX} or more` : String(taken.length);
  const state = taken.length === 0 ? '0' : `0 wait; ${many} given up by operators`;
  return [{ ok: true, part, state }];
}
