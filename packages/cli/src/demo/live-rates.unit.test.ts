import { expect, test } from '@jest/globals';
import { createRateMeter, describeRates } from './live-rates.ts';

const look = (changes: number, waiting = 0) => ({
  ...{ changes, decisions: changes / 2, releases: 0, outcomes: changes / 4 },
  ...{ waiting, places: '' },
});

test('rates are those between two looks about a second apart, and said once known; what waits is the last look’s', () => {
  const meter = createRateMeter();
  expect(describeRates(meter.rates())).toBe('');
  meter.take(look(1_000), 0);
  meter.take(look(1_400, 7), 500);
  expect(describeRates(meter.rates())).toBe('7 behind');
  meter.take(look(5_000, 9), 2_000);
  expect(describeRates(meter.rates())).toBe(
    'told 2,000/s · decided 1,000/s · answered 500/s · 9 behind',
  );
});
