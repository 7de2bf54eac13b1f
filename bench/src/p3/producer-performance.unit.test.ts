import { expect, test } from '@jest/globals';
import { readSteadyRate } from './producer-performance.ts';

const total =
  '3000 records sent, 1500.000000 records/sec (1.00 MB/sec), 1.00 ms avg latency, 9.00 ms max latency, 1 ms 50th, 2 ms 95th, 3 ms 99th, 4 ms 99.9th.';
const lines = [
  'Warmup first 1000 records. Steady state results will print after the complete test summary.',
  '200 records sent, 400.0 records/sec (0.10 MB/sec), 1.0 ms avg latency, 2.0 ms max latency.',
  '600 records sent, 1200.0 records/sec (0.40 MB/sec), 1.0 ms avg latency, 2.0 ms max latency.',
  'In steady state.',
  '900 records sent, 1800.0 records/sec (0.60 MB/sec), 1.0 ms avg latency, 2.0 ms max latency.',
  total,
  '2000 steady state records sent, 1600.000000 records/sec (1.06 MB/sec), 1.00 ms avg latency, 9.00 ms max latency, 1 ms 50th, 2 ms 95th, 3 ms 99th, 4 ms 99.9th.',
];

test('what was acknowledged while it warmed up counts neither as records nor as time', () => {
  expect(readSteadyRate(lines, 3_000)).toEqual({ records: 2_200, seconds: 1 });
});

test('a run that sent something else, or did not say when it was warm, is refused', () => {
  expect(() => readSteadyRate(lines, 3_001)).toThrow('sent=3000');
  expect(() => readSteadyRate([total], 3_000)).toThrow('when it is warm');
});
