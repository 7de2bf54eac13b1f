import { describe, expect, test } from '@jest/globals';
import { watchProcessors } from './watch-processors.ts';

/** A machine whose clock and processors stand still until they are told. */
function openMachine() {
  let atMs = 0;
  let looks = 0;
  const time = { idleMs: 5_000, allMs: 9_000 };
  const isShort = watchProcessors(
    () => {
      looks += 1;
      return { ...time };
    },
    () => atMs,
  );
  return {
    isShort,
    looks: () => looks,
    /** Time passes on two processors, of which together so much was idle. */
    pass(ms: number, idleMs: number): void {
      atMs += ms;
      time.idleMs += idleMs;
      time.allMs += 2 * ms;
    },
  };
}

describe('processors', () => {
  test('are short when hardly any of the time since the last look was idle', () => {
    const { isShort, pass } = openMachine();
    isShort();
    pass(1_000, 99);
    expect(isShort()).toBe(true);
  });

  test('are not short when a twentieth of it was', () => {
    const { isShort, pass } = openMachine();
    isShort();
    pass(1_000, 100);
    expect(isShort()).toBe(false);
  });

  test('are not short before there is a time to speak of, however busy the machine has been', () => {
    expect(openMachine().isShort()).toBe(false);
  });

  test('are short no longer once there was idle time again', () => {
    const { isShort, pass } = openMachine();
    isShort();
    pass(300, 0);
    expect(isShort()).toBe(true);
    pass(300, 400);
    expect(isShort()).toBe(false);
  });

  test('are looked at a few times a second, however often it is asked', () => {
    const { isShort, looks, pass } = openMachine();
    isShort();
    pass(200, 0);
    expect([isShort(), isShort()]).toEqual([false, false]);
    expect(looks()).toBe(1);
    pass(50, 0);
    expect([isShort(), isShort()]).toEqual([true, true]);
    expect(looks()).toBe(2);
  });

  test('of this machine can be looked at', () => {
    expect(typeof watchProcessors()()).toBe('boolean');
  });
});
