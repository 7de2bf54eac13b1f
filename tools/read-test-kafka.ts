/** The cluster for the tests of a run, and the shortest lease to test with that it grants. */
export interface KafkaForTests {
  readonly brokers: readonly string[];
  readonly leaseMs: number;
}

/** Long enough for a busy machine, short enough to wait for in a test. */
const LEASE_MS = 1_500;

/** What the global set-up of the tier `kafka` has started, or was given. */
export function readTestKafka(): KafkaForTests {
  const given = process.env['TEST_KAFKA'];
  if (given === undefined) throw new Error('these tests need the set-up of "npm test"');
  const { brokers, leaseMsMin } = JSON.parse(given) as { brokers: string[]; leaseMsMin: number };
  return { brokers, leaseMs: Math.max(LEASE_MS, leaseMsMin) };
}

/** The Python with the packages of the foreign clients' programs, for suites named `python.kafka`. */
export function readTestPython(): string {
  const command = process.env['TEST_PYTHON'];
  if (!command) throw new Error('these tests need the set-up of "npm test"');
  return command;
}
