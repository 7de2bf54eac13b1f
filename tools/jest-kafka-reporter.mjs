// A run without a broker says so last, and loudly: green must not be taken for tested.
import { findNeed, NEEDS } from './jest-kafka-environment.mjs';

const RULE = '='.repeat(100);

export default class KafkaReporter {
  onRunComplete(_contexts, { testResults }) {
    for (const need of NEEDS) {
      const suites = testResults.filter(({ testFilePath }) => findNeed(testFilePath) === need);
      if (suites.length === 0) continue;
      const tests = suites.reduce((sum, { numPendingTests }) => sum + numPendingTests, 0);
      process.stderr.write(
        `\n${RULE}\nNOT RUN: ${suites.length} suite(s) with ${tests} test(s) need ${need.what}.\n` +
          `${process.env[need.missing]}\n${need.required ? `${need.required}=1 makes this a failure.\n` : ''}${RULE}\n`,
      );
    }
  }
}
