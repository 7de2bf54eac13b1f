// Where no broker could be had, the tests of the Kafka tier are counted and not run. tools/jest-kafka-reporter.mjs says so.
import LeakCheckingEnvironment from './jest-environment.mjs';

export default class KafkaEnvironment extends LeakCheckingEnvironment {
  handleTestEvent(event) {
    if (process.env.TEST_KAFKA_MISSING && event.name === 'run_describe_start') {
      event.describeBlock.mode = 'skip';
    }
  }
}
