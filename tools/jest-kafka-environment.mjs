// What a test of the tiers kafka and apicurio needs and this machine has not: such tests are counted and not run, and
// tools/jest-kafka-reporter.mjs says so.
import LeakCheckingEnvironment from './jest-environment.mjs';

/** Some start a cluster of their own from one source, to kill its brokers; all others take a broker from wherever one comes. */
export const NEEDS = [
  {
    files: /\.container\.(kafka|apicurio)\.\w+\.ts$/,
    what: 'a container engine',
    missing: 'TEST_ENGINE_MISSING',
  },
  {
    files: /\.java\.kafka\.\w+\.ts$/,
    what: 'Java 17 or newer with Maven',
    missing: 'TEST_JAVA_MISSING',
  },
  {
    files: /\.python\.kafka\.\w+\.ts$/,
    what: 'Python 3 with packages for it',
    missing: 'TEST_PYTHON_MISSING',
    required: 'REQUIRE_FOREIGN',
  },
  {
    files: /\.kafka\.\w+\.ts$/,
    what: 'Kafka',
    missing: 'TEST_KAFKA_MISSING',
    required: 'REQUIRE_KAFKA',
  },
  {
    files: /(?<!\.container)\.apicurio\.\w+\.ts$/,
    what: 'Apicurio Registry',
    missing: 'TEST_APICURIO_MISSING',
    required: 'REQUIRE_APICURIO',
  },
];

export const findNeed = (file) =>
  NEEDS.find(({ files, missing }) => files.test(file) && process.env[missing]);

export default class KafkaEnvironment extends LeakCheckingEnvironment {
  #runs;

  constructor(config, context) {
    super(config, context);
    this.#runs = findNeed(context.testPath) === undefined;
  }

  handleTestEvent(event) {
    if (!this.#runs && event.name === 'run_describe_start') event.describeBlock.mode = 'skip';
  }
}
