// A run without a broker says so last, and loudly: green must not be taken for tested.
const RULE = '='.repeat(100);

export default class KafkaReporter {
  onRunComplete(_contexts, { testResults }) {
    const missing = process.env.TEST_KAFKA_MISSING;
    if (!missing) return;
    const notRun = testResults.filter(({ numPendingTests }) => numPendingTests > 0);
    const suites = notRun.filter(({ testFilePath }) => /\.kafka\.\w+\.ts$/.test(testFilePath));
    const tests = suites.reduce((sum, { numPendingTests }) => sum + numPendingTests, 0);
    process.stderr.write(
      `\n${RULE}\nNOT RUN: ${suites.length} suites with ${tests} tests need Kafka, and none could be had.\n` +
        `${missing}\nREQUIRE_KAFKA=1 makes this a failure.\n${RULE}\n`,
    );
  }
}
