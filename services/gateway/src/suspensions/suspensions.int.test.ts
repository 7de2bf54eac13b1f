import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Transaction } from '@told/service';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { keepSuspension, type WantedSuspension } from './keep-suspension.ts';
import { createSuspensionHint } from './read-suspensions.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openTestGateway();
});
afterAll(() => gateway.close());

const clock = { nowMs: () => 1_273_744_800_000 };
const keep = (wanted: Partial<WantedSuspension>) =>
  gateway.db.transaction((tx) =>
    keepSuspension(
      tx,
      {
        ...{ target: 'agreement', id: 'dwp-to-council', action: 'suspended' },
        ...{ reason: 'under investigation', ...wanted },
      },
      { ...gateway, clock },
    ),
  );
const read = (hint: ReturnType<typeof createSuspensionHint>) =>
  gateway.db.transaction((tx) => hint.read(tx));
const idle = (ms: number) => new Promise<false>((resolve) => setTimeout(() => resolve(false), ms));

describe('the fence of suspensions', () => {
  test('each raises the version and is known to the next decision, and what stands so already raises nothing', async () => {
    const hint = createSuspensionHint(gateway.db);
    const before = (await read(hint)).version;
    expect(await keep({ action: 'resumed' })).toEqual({ kind: 'unchanged', suspension: null });
    expect(await keep({})).toMatchObject({ kind: 'kept', suspension: { version: before + 1 } });
    expect(await keep({ reason: 'again' })).toMatchObject({
      kind: 'unchanged',
      suspension: { version: before + 1, reason: 'under investigation' },
    });
    await keep({ target: 'agency', id: 'luton' });
    expect(await read(hint)).toEqual({
      version: before + 2,
      agreements: new Set(['dwp-to-council']),
      agencies: new Set(['luton']),
    });
    await keep({ action: 'resumed', reason: 'cleared' });
    expect(await hint.show()).toMatchObject({ version: before + 3, agreements: new Set() });
    await keep({ target: 'agency', id: 'luton', action: 'resumed' });
  });

  test('reads what is suspended only when the version has moved', async () => {
    const hint = createSuspensionHint(gateway.db);
    const statements: string[] = [];
    const readCounted = () =>
      gateway.db.transaction((tx) => {
        const counted: Transaction = {
          ...tx,
          query: (statement, values) => {
            statements.push(statement.name);
            return tx.query(statement, values);
          },
        };
        return hint.read(counted);
      });
    await readCounted();
    await readCounted();
    expect(statements).toEqual([
      'gateway_lock_suspensions_shared',
      'gateway_read_suspensions',
      'gateway_lock_suspensions_shared',
    ]);
  });

  test('waits for a decision under way, and the next decision waits for it', async () => {
    const hint = createSuspensionHint(gateway.db);
    const gate = Promise.withResolvers<void>();
    const locked = Promise.withResolvers<number>();
    const deciding = gateway.db.transaction(async (tx) => {
      locked.resolve((await hint.read(tx)).version);
      await gate.promise;
    });
    const before = await locked.promise;
    const suspending = keep({ id: 'waited-for' });
    expect(await Promise.race([suspending.then(() => true), idle(200)])).toBe(false);
    const next = read(hint);
    expect(await Promise.race([next.then(() => true), idle(200)])).toBe(false);
    gate.resolve();
    await Promise.all([deciding, suspending]);
    expect((await next).version).toBe(before + 1);
  });

  test('comes through while decisions overlap without end', async () => {
    const hint = createSuspensionHint(gateway.db);
    const begin = () => {
      const gate = Promise.withResolvers<void>();
      const locked = Promise.withResolvers<void>();
      const ended = gateway.db.transaction(async (tx) => {
        await hint.read(tx);
        locked.resolve();
        await gate.promise;
      });
      return {
        locked: locked.promise,
        async end() {
          gate.resolve();
          await ended;
        },
      };
    };
    let before = begin();
    await before.locked;
    const kept = keep({ id: 'hurried' });
    let hasCome = false;
    void kept.then(() => {
      hasCome = true;
    });
    // Each begins before the one before it has ended: at no moment is the row free of them.
    for (let round = 0; round < 10 && !hasCome; round++) {
      const next = begin();
      await Promise.race([next.locked, idle(100)]);
      await before.end();
      await idle(30);
      before = next;
    }
    const cameInTime = hasCome;
    await before.end();
    expect(await kept).toMatchObject({ kind: 'kept' });
    expect(cameInTime).toBe(true);
  });

  test('is told on its topic and cannot be rewritten', async () => {
    await gateway.emptyOutbox();
    await keep({ id: 'told-of', reason: 'no DPIA' });
    const [row] = await gateway.rows<{ topic: string; key: Buffer; value: Buffer }>(
      'SELECT topic, key, value FROM outbox',
    );
    expect(row?.topic).toBe('told.suspensions');
    expect(row?.key.toString()).toBe('told-of');
    const [decoded] = await gateway.codec.decode('Suspension', [row?.value ?? Buffer.alloc(0)]);
    expect(decoded).toMatchObject({
      ok: true,
      value: { target: 'agreement', id: 'told-of', action: 'suspended', reason: 'no DPIA' },
    });
    await expect(gateway.rows('DELETE FROM suspension')).rejects.toMatchObject({
      code: 'statement-failed',
    });
  });
});
