import { EventEmitter } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { watchInterruption } from './interruption.ts';

describe('an interruption', () => {
  test('ends the wait for work that goes on', async () => {
    const signals = new EventEmitter();
    const interruption = watchInterruption(signals, () => {});
    const work = interruption.during(new Promise(() => {}));
    signals.emit('SIGINT');
    await expect(work).rejects.toMatchObject({ exit: 'interrupted' });
    expect(interruption.isInterrupted()).toBe(true);
    expect(() => interruption.check()).toThrow(expect.objectContaining({ exit: 'interrupted' }));
  });

  test('lets work end that nobody interrupts', async () => {
    const interruption = watchInterruption(new EventEmitter(), () => {});
    await expect(interruption.during(Promise.resolve(7))).resolves.toBe(7);
    expect(interruption.isInterrupted()).toBe(false);
  });

  test('hears further signals, so that they do not kill what is stopping', () => {
    const signals = new EventEmitter();
    const heard: boolean[] = [];
    watchInterruption(signals, (isFirst) => heard.push(isFirst));
    signals.emit('SIGINT');
    signals.emit('SIGTERM');
    expect(heard).toEqual([true, false]);
  });

  test('gives the signals back at the end', () => {
    const signals = new EventEmitter();
    watchInterruption(signals, () => {}).end();
    expect(signals.eventNames()).toEqual([]);
  });

  test('of what only stays up is no failure', async () => {
    const signals = new EventEmitter();
    const interruption = watchInterruption(signals, () => {});
    const staying = interruption.during(interruption.stayUp());
    signals.emit('SIGINT');
    await expect(staying).resolves.toBeUndefined();
  });
});
