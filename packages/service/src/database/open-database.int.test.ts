import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DatabaseError } from './errors.ts';
import { openDatabase } from './open-database.ts';
import type { Signal, Transaction } from './ports.ts';
import { startCuttingProxy } from './test/cutting-proxy.ts';
import { createServiceDatabase, type ServiceDatabase, until } from './test/service-database.ts';
import { together } from './together.ts';

const INSERT = { name: 'insert_effect', text: 'INSERT INTO effect (id) VALUES ($1)' };
const FAIL = { name: 'fail', text: 'SELECT 1 / 0' };

let service: ServiceDatabase;
beforeAll(async () => {
  service = await createServiceDatabase();
});
afterAll(() => service.drop());

const countOf = async (id: string): Promise<number> =>
  (await service.rows('SELECT id FROM effect WHERE id = $1', [id])).length;

describe('transaction', () => {
  test('commits what ran and then tells its signals', async () => {
    const heard: Signal[] = [];
    const stop = service.db.onSignal((signal) => heard.push(signal));
    await service.db.transaction(async (tx) => {
      await tx.query(INSERT, ['kept']);
      tx.signal({ kind: 'published', count: 1 });
      expect(heard).toEqual([]);
    });
    stop();
    expect(await countOf('kept')).toBe(1);
    expect(heard).toEqual([{ kind: 'published', count: 1 }]);
  });

  test('rolls back and passes on what was thrown, and forgets the signals', async () => {
    const heard: Signal[] = [];
    const stop = service.db.onSignal((signal) => heard.push(signal));
    const refusal = new Error('refused');
    const run = service.db.transaction(async (tx) => {
      await tx.query(INSERT, ['undone']);
      tx.signal({ kind: 'published', count: 1 });
      throw refusal;
    });
    await expect(run).rejects.toBe(refusal);
    stop();
    expect(await countOf('undone')).toBe(0);
    expect(heard).toEqual([]);
  });

  test('undoes a savepoint alone', async () => {
    await service.db.transaction(async (tx) => {
      await tx.query(INSERT, ['around']);
      const part = tx.savepoint(async () => {
        await tx.query(INSERT, ['inside']);
        await tx.query(FAIL);
      });
      await expect(part).rejects.toMatchObject({ code: 'statement-failed' });
    });
    expect([await countOf('around'), await countOf('inside')]).toEqual([1, 0]);
  });

  test('what is asked for together runs in that order, and is undone together', async () => {
    await service.db.transaction(async (tx) => {
      const [, read] = await together([
        tx.query(INSERT, ['together']),
        tx.query({ name: 'read_one', text: 'SELECT id FROM effect WHERE id = $1' }, ['together']),
      ]);
      expect(read.rows).toEqual([{ id: 'together' }]);
    });
    const run = service.db.transaction((tx) =>
      together([tx.query(INSERT, ['before']), tx.query(FAIL), tx.query(INSERT, ['behind'])]),
    );
    await expect(run).rejects.toMatchObject({ details: { statement: 'fail' } });
    expect([await countOf('together'), await countOf('before'), await countOf('behind')]).toEqual([
      1, 0, 0,
    ]);
  });

  test('of what failed together, the failure is told and not what came of it', async () => {
    const deep = async (tx: Transaction) => (async () => (async () => tx.query(FAIL))())();
    const run = service.db.transaction(async (tx) => {
      const fail = (): Promise<unknown> => {
        const failing = together([deep(tx), tx.query(INSERT, ['behind'])]);
        // Busy until both answers are there, so that they are read at once.
        for (const untilMs = performance.now() + 50; performance.now() < untilMs; );
        return failing;
      };
      await expect(tx.savepoint(fail)).rejects.toMatchObject({ details: { sqlState: '22012' } });
      await tx.query({ name: 'again', text: 'SELECT 1' });
      await fail();
    });
    await expect(run).rejects.toMatchObject({ details: { statement: 'fail', sqlState: '22012' } });
  });

  test('a part that goes on is waited for before the failure is told', async () => {
    const asked: string[] = [];
    const goOn = async (tx: Transaction): Promise<void> => {
      await tx.query({ name: 'sleep', text: 'SELECT pg_sleep(0.05)' });
      await tx.query(INSERT, ['gone on']);
      asked.push('gone on');
    };
    const run = service.db.transaction((tx) =>
      together([goOn(tx), Promise.reject(new Error('refused'))]),
    );
    await expect(run).rejects.toThrow('refused');
    expect(asked).toEqual(['gone on']);
    expect(await countOf('gone on')).toBe(0);
  });

  test('a statement asked for once the transaction is over is refused, and writes nothing', async () => {
    let late: Promise<unknown> | undefined;
    let ended = (): void => undefined;
    const over = new Promise<void>((resolve) => {
      ended = resolve;
    });
    const run = service.db.transaction(async (tx) => {
      late = over.then(() => tx.query(INSERT, ['late']));
      throw new Error('refused');
    });
    await expect(run).rejects.toThrow('refused');
    ended();
    await expect(late).rejects.toThrow('the transaction of this statement is over');
    expect(await countOf('late')).toBe(0);
  });

  test('a statement whose answer nobody waits for is committed, and its failure is the transaction’s', async () => {
    await service.db.transaction(async (tx) => void tx.query(INSERT, ['left']));
    const run = service.db.transaction(async (tx) => {
      await tx.query(INSERT, ['before the failure']);
      for (const statement of [FAIL, FAIL]) void tx.query(statement);
      void tx.query(INSERT, ['behind the failure']);
    });
    await expect(run).rejects.toMatchObject({ details: { statement: 'fail', sqlState: '22012' } });
    const undone = ['before the failure', 'behind the failure'].map(countOf);
    expect([await countOf('left'), ...(await Promise.all(undone))]).toEqual([1, 0, 0]);
  });

  test('refuses to commit over a hidden failure', async () => {
    const run = service.db.transaction(async (tx) => {
      await tx.query(INSERT, ['hidden']);
      await tx.query(FAIL).catch(() => undefined);
    });
    await expect(run).rejects.toMatchObject({ code: 'rolled-back', retryable: false });
  });

  test('runs again after a lost race, up to five times', async () => {
    let runs = 0;
    const run = service.db.transaction(async () => {
      runs++;
      throw new DatabaseError('conflict');
    });
    await expect(run).rejects.toMatchObject({ code: 'conflict', retryable: true });
    expect(runs).toBe(5);
  });

  test('two transactions that lock in opposite order both commit', async () => {
    const lock = { name: 'lock', text: 'SELECT pg_advisory_xact_lock($1)' };
    const both = [
      [1, 2],
      [2, 1],
    ].map((order) =>
      service.db.transaction(async (tx) => {
        for (const number of order) {
          await tx.query(lock, [number]);
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        await tx.query(INSERT, ['crossed']);
      }),
    );
    await Promise.all(both);
    expect(await countOf('crossed')).toBe(2);
  });
});

describe('errors', () => {
  test('name the statement and its state, never a value', async () => {
    const failing = service.db.query({ name: 'to_date', text: 'SELECT $1::date' }, ['QQ123456C']);
    const error = await failing.catch((caught: unknown) => caught as DatabaseError);
    expect(error).toMatchObject({
      code: 'statement-failed',
      details: { statement: 'to_date', sqlState: '22007' },
    });
    expect(`${(error as Error).message} ${String((error as Error).cause)}`).not.toContain('QQ123');
  });

  test('a server that is not there is a dependency', async () => {
    const db = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none', max: 1, name: 'test' });
    await expect(db.query(FAIL)).rejects.toMatchObject({
      code: 'dependency-unavailable',
      retryable: true,
    });
    await db.close();
  });

  test('a lost answer to COMMIT is an unknown outcome, here a commit', async () => {
    const proxy = await startCuttingProxy(service.url);
    const db = openDatabase({ url: proxy.url, max: 1, name: 'test' });
    await db.query(INSERT, ['warm']);
    proxy.loseCommitAnswer();
    const run = db.transaction((tx) => tx.query(INSERT, ['uncertain']));
    await expect(run).rejects.toMatchObject({ code: 'unknown-outcome', retryable: true });
    expect(await countOf('uncertain')).toBe(1);
    await db.query(INSERT, ['warm again']);
    proxy.loseCommitAnswer();
    const leaving = db.transaction(async (tx) => void tx.query(INSERT, ['uncertain, too']));
    await expect(leaving).rejects.toMatchObject({ code: 'unknown-outcome', retryable: true });
    await db.close();
    await proxy.close();
  });

  test('a connection killed inside or between statements harms only its own transaction', async () => {
    const db = service.open(1);
    const kill = async (): Promise<void> => {
      const { rows } = await db.query<{ pid: number }>({
        name: 'pid',
        text: 'SELECT pg_backend_pid() AS pid',
      });
      await service.rows('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
    };
    await kill();
    const run = db.transaction(async (tx) => {
      const { rows } = await tx.query<{ pid: number }>({
        name: 'own_pid',
        text: 'SELECT pg_backend_pid() AS pid',
      });
      await service.rows('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      await until(
        async () =>
          (await service.rows('SELECT FROM pg_stat_activity WHERE pid = $1', [rows[0]?.pid]))
            .length === 0,
      );
      await tx.query(INSERT, ['killed']);
    });
    await expect(run).rejects.toMatchObject({ code: 'dependency-unavailable' });
    await db.transaction((tx) => tx.query(INSERT, ['after']));
    expect([await countOf('killed'), await countOf('after')]).toEqual([0, 1]);
  });
});

describe('values', () => {
  test('bigints are checked numbers, dates are text', async () => {
    const { rows } = await service.db.query({
      name: 'values',
      text: `SELECT 9007199254740991 AS safe, DATE '2010-04-05' AS day, ARRAY[1, 2]::bigint[] AS many,
                    ARRAY['2010-04-05']::date[] AS days`,
    });
    expect(rows).toEqual([
      { safe: 9007199254740991, day: '2010-04-05', many: [1, 2], days: ['2010-04-05'] },
    ]);
    const beyond = service.db.query({ name: 'beyond', text: 'SELECT 9007199254740993::bigint' });
    await expect(beyond).rejects.toMatchObject({ code: 'unsafe-integer' });
  });

  test('arrays arrive with what they hold, whatever the texts are', async () => {
    const texts = [...ODD_TEXTS, null];
    const given = { texts, ids: ['0191c2f0-6f5a-7c3e-9a41-000000000004'], big: [2n ** 62n] };
    const { rows } = await service.db.query(
      {
        name: 'arrays',
        text: `SELECT $1::text[] AS texts, $2::uuid[]::text[] AS ids, $3::bigint[]::text[] AS big, $4::boolean[] AS truths,
                      $5::bytea[] AS bytes, cardinality($6::int[]) AS none`,
      },
      [texts, given.ids, given.big, [true, false], [Buffer.from([0, 92])], []],
    );
    expect(rows).toEqual([
      {
        ...{ texts, ids: given.ids, big: ['4611686018427387904'], truths: [true, false] },
        ...{ bytes: [Buffer.from([0, 92])], none: 0 },
      },
    ]);
  });
});

/** Everything that means something in an array's text, and what looks like it. */
const ODD_TEXTS = [
  ...['', ' ', ' a ', 'NULL', 'null', 'Null', 'nullable', 'a,b', '{}', '{', '}', '[]', '[1:2]={3}'],
  ...[
    '"',
    '\\',
    '\\"',
    '"\\',
    'a"b\\c',
    '$&',
    "'",
    '\n',
    '\t',
    '\u00a0',
    'é',
    '🙂',
    '1e3',
    '-',
    '/',
  ],
];
