import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { arriveMany, LEDGER_ID, openTestAudit, type TestAudit } from '../../test/open-audit.ts';
import { readEntries } from '../ledger/queries.ts';
import { openLedger } from './open-ledger.ts';

let audit: TestAudit;
let alarms: object[];

beforeEach(async () => {
  alarms = [];
  audit = await openTestAudit();
});
afterEach(() => audit.close());

const logger = { error: (fields: object) => alarms.push(fields) } as never;
const open = (on: TestAudit = audit): Promise<string> =>
  openLedger({ ...on, log: audit.log, codec: audit.codec, logger }, LEDGER_ID);

async function grow(on: TestAudit, id: string, entries: number): Promise<void> {
  await on.enter(arriveMany(entries));
  await on.signerFor(id).sign();
}

/** What a head says, as it is entered. */
const HEAD = { root: expect.stringMatching(/^[0-9a-f]{64}$/) };
const firstEntry = async (on: TestAudit, ledger: number): Promise<object> => {
  const [entry] = await readEntries(on.db, { ledger, from: 0, until: 1, limit: 1 });
  return JSON.parse(entry?.text ?? '{}');
};

describe('at its start the service', () => {
  test('begins its first ledger, and goes on with it as long as published heads are true of it', async () => {
    expect(await open()).toBe(LEDGER_ID);
    await grow(audit, LEDGER_ID, 20);
    await audit.relay();
    await grow(audit, LEDGER_ID, 5);
    expect(await open()).toBe(LEDGER_ID);
    expect([await audit.count('ledger'), alarms]).toEqual([1, []]);
  });

  test('begins another one when its database is behind the last published head, and commits to that', async () => {
    await open();
    await grow(audit, LEDGER_ID, 20);
    await audit.relay();
    const restored = await openTestAudit(); // of everything, nothing is left
    expect(await open(restored)).toBe(`${LEDGER_ID}/2`);
    expect(await firstEntry(restored, 1)).toMatchObject({
      ...{ index: 0, kind: 'opening', source: { topic: 'told.heads' } },
      facts: { follows: { ledger: LEDGER_ID, size: 20, ...HEAD } },
    });
    expect(alarms).toMatchObject([{ count: 20, rows: 0 }]);
    // Started again, it goes on with that, whether its heads have left or not.
    expect(await open(restored)).toBe(`${LEDGER_ID}/2`);
    await grow(restored, `${LEDGER_ID}/2`, 3);
    expect(await open(restored)).toBe(`${LEDGER_ID}/2`);
    expect([await restored.count('ledger'), alarms.length]).toEqual([1, 1]);
    await restored.close();
  });

  test('begins another one beside what it kept, when that holds some of what was published', async () => {
    await open();
    await grow(audit, LEDGER_ID, 20);
    await audit.relay();
    // As a backup has it: 12 entries, and the heads that were signed till then.
    await audit.asOwner('DELETE FROM entry WHERE index >= 12');
    await audit.asOwner('DELETE FROM node');
    await audit.asOwner('UPDATE ledger SET size = 12');
    expect(await open()).toBe(`${LEDGER_ID}/2`);
    expect([await audit.count('ledger'), await audit.count('entry')]).toEqual([2, 13]);
    expect(await firstEntry(audit, 2)).toMatchObject({ facts: { follows: { size: 20 } } });
    await expect(audit.signerFor(LEDGER_ID).sign()).rejects.toMatchObject({
      code: 'database-put-back',
    });
    expect(await audit.signerFor(`${LEDGER_ID}/2`).sign()).toBe(1);
  });

  test('begins another one when its entries are not those that were signed', async () => {
    await open();
    await grow(audit, LEDGER_ID, 20);
    await audit.relay();
    await grow(audit, LEDGER_ID, 20);
    await audit.asOwner(`UPDATE node SET hash = sha256(hash) WHERE level = 4 AND index = 0`);
    expect(await open()).toBe(`${LEDGER_ID}/2`);
  });

  test('finds the newest head among many, also of a ledger that followed another', async () => {
    await open();
    const signer = audit.signerFor(LEDGER_ID);
    for (let head = 0; head < 30; head += 1) {
      await audit.enter(arriveMany(1));
      await signer.sign();
    }
    await audit.relay();
    const second = await openTestAudit();
    await open(second);
    await grow(second, `${LEDGER_ID}/2`, 4);
    await relayInto(second, audit);
    const third = await openTestAudit();
    expect(await open(third)).toBe(`${LEDGER_ID}/3`);
    expect(await firstEntry(third, 1)).toMatchObject({
      facts: { follows: { ledger: `${LEDGER_ID}/2`, size: 5 } },
    });
    // The first one's database, come back from somewhere, is behind both.
    expect(await open(audit)).toBe(`${LEDGER_ID}/3`);
    await Promise.all([second.close(), third.close()]);
  });

  test('is refused on a database of another ledger', async () => {
    await open();
    await expect(openLedger({ ...audit, logger }, 'told.example/elsewhere')).rejects.toThrow(
      TypeError,
    );
  });
});

/** Appends what one says to the log that all read. */
async function relayInto(from: TestAudit, to: TestAudit): Promise<void> {
  type Row = { topic: string; partition: number; key: Buffer; value: Buffer };
  const { rows } = await from.db.query<Row>({
    name: 'test_waiting',
    text: 'SELECT topic, partition, key, value FROM outbox ORDER BY id',
  });
  for (const { topic, partition, key, value } of rows) {
    await to.log.append({ topic, partition }, [{ key, value }]);
  }
}
