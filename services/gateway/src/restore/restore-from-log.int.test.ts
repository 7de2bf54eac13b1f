import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createLogger } from '@told/service';
import { AGENCIES, openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { CHANGES, play, STORY } from '../../test/restore-story.ts';
import { addSecondConsent } from '../../test/second-consent.ts';
import { connectDecisions } from '../connect-decisions.ts';
import { createRecordHandler } from '../consume-records.ts';
import { createDecider } from '../decisions/create-decider.ts';
import { noteOwnPositions, ownTopics } from './own-positions.ts';
import { restoreFromLog } from './restore-from-log.ts';

/** What is derived from the gateway's own topics and told.changes; places, and what an officer alone has written, aside. */
// What no record says of a decision: it is not made again as of then, and says so.
const NOT_SAID = '{change_partition,change_offset,record_hash,inputs}';

const TABLES = {
  interest: '*',
  consent: '*',
  consent_history: '*',
  suspension: '*',
  suspension_fence: '*',
  decision: '*',
  decision_recipient: '*',
  release: '*',
  release_case: '*',
  release_consent: '*',
  held_change: 'agency, case_reference, interest_id, change_id',
  kept_change: 'change_id, subject_key, fact, root_change_id, is_latest',
  subject: 'subject_key, protected_since',
  restored_decision: '*',
  outbox: 'topic',
};

async function contents(gateway: TestGateway): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const [table, columns] of Object.entries(TABLES)) {
    const rows = await gateway.rows<object>(
      `SELECT (to_jsonb(t) - '${NOT_SAID}'::text[])::text AS row FROM (SELECT ${columns} FROM ${table}) AS t ORDER BY 1`,
    );
    found[table] = rows;
  }
  found['refused links'] = await gateway.rows(
    `SELECT interest_id, subject_key, digest_key FROM match_review WHERE state = 'rejected' AND cause = 'candidate' ORDER BY 1`,
  );
  // What was trimmed or voided in its place is in the release that left, and nowhere else.
  found['taking_back'] = await gateway.rows(
    `SELECT release_id, kind, fields, reason FROM taking_back WHERE kind IN ('withdrawn', 'do-not-rely') ORDER BY 1`,
  );
  return found;
}

const versionsOf = (gateway: TestGateway) =>
  gateway.rows<{ subjectKey: string; version: number }>(
    'SELECT subject_key AS "subjectKey", version FROM subject ORDER BY 1',
  );

let lost: TestGateway;
beforeAll(async () => {
  lost = await openTestGateway(addSecondConsent);
  await play(lost, 0, STORY.length);
});
afterAll(() => lost.close());

const opened: TestGateway[] = [];
const open = async (): Promise<TestGateway> => {
  const gateway = await openTestGateway(addSecondConsent);
  opened.push(gateway);
  return gateway;
};
afterEach(async () => {
  for (const gateway of opened.splice(0)) await gateway.close();
});

const silent = createLogger({ service: 'gateway', logLevel: 'silent' });
const restore = (backup: TestGateway, log: TestGateway['log'], logger = silent) =>
  restoreFromLog({
    ...{ db: backup.db, codec: backup.codec, publisher: backup.publisher, log },
    ...{ clock: backup.interests.clock, agencies: AGENCIES },
    logger,
  });

/** A process of its own on the restored database reads all changes again. */
async function startAgain(gateway: TestGateway, changes: typeof CHANGES): Promise<void> {
  const { db, codec, publisher, agreements } = gateway;
  const { clock } = gateway.interests;
  const { decisions } = connectDecisions({
    ...{ db, codec, publisher, clock, agreements, agencies: AGENCIES },
    moment: gateway.decisions.moment,
  });
  const handle = createRecordHandler({ codec, decide: createDecider(decisions) });
  await db.transaction((tx) => handle(tx, changes.map(gateway.recordOf)));
}

describe('a gateway whose database was restored from a backup', () => {
  test.each(STORY.map(([name], index) => [index, name] as const))(
    'has all back, and decides nothing twice: the backup is from before step %i (%s)',
    async (step) => {
      const backup = await open();
      // The same ids and times: the state that the lost one had then, its outbox included.
      await play(backup, 0, step);
      const restored = await restore(backup, lost.log);
      await startAgain(backup, CHANGES);
      expect(await contents(backup)).toEqual(await contents(lost));
      const versions = new Map(
        (await versionsOf(backup)).map((one) => [one.subjectKey, one.version]),
      );
      for (const { subjectKey, version } of await versionsOf(lost)) {
        expect(versions.get(subjectKey)).toBeGreaterThanOrEqual(version);
      }
      expect(restored.missing > 0).toBe(step < STORY.length - 1);
      // Again, as after being killed in the middle.
      expect((await restore(backup, lost.log)).missing).toBe(0);
    },
  );

  test('reads only what came after the last note of its positions', async () => {
    const gateway = await open();
    await play(gateway, 0, 7);
    await noteOwnPositions(gateway.db, gateway.log, ownTopics(AGENCIES));
    expect(await restore(gateway, gateway.log)).toEqual({ read: 0, missing: 0 });
    await play(gateway, 7, 11);
    const { read, missing } = await restore(gateway, gateway.log);
    expect([read > 0, missing]).toEqual([true, 0]);
  });

  test('logs of each partition how many rows it put back', async () => {
    const lines: string[] = [];
    const stream = { write: (line: string) => lines.push(line) };
    const logger = createLogger({ service: 'gateway', logLevel: 'info' }, stream);
    const { missing } = await restore(await open(), lost.log, logger);
    const counts = lines.map((line) => (JSON.parse(line) as { readonly count: number }).count);
    expect(counts.length).toBeGreaterThan(1);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(missing);
  });

  test('stays closed while one of its topics cannot be read, or holds what cannot be', async () => {
    const gateway = await open();
    await play(gateway, 0, 7);
    const log = { ...gateway.log, bounds: () => Promise.reject(new TypeError('away')) };
    await expect(restore(gateway, log)).rejects.toThrow('away');
    await gateway.log.append({ topic: 'told.consents', partition: 0 }, [
      { key: Buffer.from('k'), value: Buffer.from('not a record') },
    ]);
    await expect(restore(gateway, gateway.log)).rejects.toMatchObject({ code: 'undecodable' });
  });
});
