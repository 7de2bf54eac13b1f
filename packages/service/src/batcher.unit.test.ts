import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createBatcher } from './batcher.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));
const settle = <R>(answers: readonly Promise<R>[]) => Promise.allSettled(answers);

describe('a batcher', () => {
  test('answers each item exactly once with its own answer, whatever fails, within its bounds', async () => {
    const item = fc.record({
      id: fc.nat(),
      fails: fc.constantFrom('never', 'own', 'batch'),
      turns: fc.nat({ max: 2 }),
    });
    const shape = fc.record({
      items: fc.array(item, { maxLength: 60 }),
      maxItems: fc.integer({ min: 1, max: 9 }),
      maxQueued: fc.integer({ min: 1, max: 40 }),
      lingerMs: fc.constantFrom(0, 1),
      maxInFlight: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ items, ...bounds }) => {
        let inFlight = 0;
        const stored = new Map<number, number>();
        const batcher = createBatcher<{ readonly at: number; readonly fails: string }, string>({
          ...bounds,
          run: async (batch) => {
            inFlight += 1;
            expect(inFlight).toBeLessThanOrEqual(bounds.maxInFlight);
            expect(batch.length).toBeLessThanOrEqual(bounds.maxItems);
            await turn();
            inFlight -= 1;
            if (batch.some(({ fails }) => fails === 'batch')) throw new Error('whole batch');
            return batch.map(({ at, fails }) => {
              stored.set(at, (stored.get(at) ?? 0) + 1);
              return fails === 'own' ? new Error(`own ${at}`) : `answer ${at}`;
            });
          },
        });
        const answers: Promise<string>[] = [];
        for (const [at, { fails, turns }] of items.entries()) {
          answers.push(batcher({ at, fails }));
          answers.at(-1)?.catch(() => undefined);
          expect(batcher.queued()).toBeLessThanOrEqual(bounds.maxQueued);
          for (let waited = 0; waited < turns; waited += 1) await turn();
        }
        const settled = await settle(answers);
        await batcher.drain();
        expect([batcher.queued(), inFlight]).toEqual([0, 0]);
        for (const [at, answer] of settled.entries()) {
          const fails = items[at]?.fails;
          const busy = answer.status === 'rejected' && answer.reason.code === 'busy';
          // Rolled back with its batch and run again alone: never stored twice, and not at all when refused.
          expect(stored.get(at) ?? 0).toBe(busy || fails === 'batch' ? 0 : 1);
          if (busy) continue;
          const said = answer.status === 'fulfilled' ? answer.value : answer.reason.message;
          expect(said).toBe(
            { never: `answer ${at}`, own: `own ${at}`, batch: 'whole batch' }[fails ?? 'never'],
          );
        }
      }),
      { numRuns: 150 },
    );
  });

  test('refuses one item more than may wait, as busy', async () => {
    const gate = Promise.withResolvers<void>();
    const batcher = createBatcher<number, number>({
      run: async (items) => {
        await gate.promise;
        return [...items];
      },
      maxItems: 1,
      maxQueued: 2,
      lingerMs: 0,
    });
    const first = batcher(1);
    await turn();
    const waiting = [batcher(2), batcher(3)];
    await expect(batcher(4)).rejects.toMatchObject({ code: 'busy', status: 503 });
    gate.resolve();
    expect(await Promise.all([first, ...waiting])).toEqual([1, 2, 3]);
  });

  test('gathers what arrives while it lingers or while a batch is under way', async () => {
    const sizes: number[] = [];
    const batcher = createBatcher<number, number>({
      run: async (items) => {
        sizes.push(items.length);
        await turn();
        await turn();
        return [...items];
      },
      maxItems: 100,
      maxQueued: 100,
      lingerMs: 5,
    });
    const early = Array.from({ length: 10 }, (_, at) => batcher(at));
    while (sizes.length === 0) await turn();
    const late = Array.from({ length: 7 }, (_, at) => batcher(at));
    await Promise.all([...early, ...late]);
    expect(sizes).toEqual([10, 7]);
  });

  test('gives up the rest of a failing batch when a dependency is down, instead of one time limit after the other', async () => {
    const down = Object.assign(new Error('down'), { code: 'retriable', retryable: true });
    let runs = 0;
    const batcher = createBatcher<number, number>({
      run: async () => {
        runs += 1;
        throw down;
      },
      maxItems: 50,
      maxQueued: 50,
      lingerMs: 0,
    });
    const answers = await settle(Array.from({ length: 50 }, (_, at) => batcher(at)));
    expect(answers.every((one) => one.status === 'rejected' && one.reason === down)).toBe(true);
    expect(runs).toBe(2);
  });

  test('a run that answers too few items is a failure of each, never a wait for ever', async () => {
    const batcher = createBatcher<number, number>({
      run: async () => [],
      maxItems: 3,
      maxQueued: 9,
      lingerMs: 0,
    });
    const answers = await settle([batcher(1), batcher(2)]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
