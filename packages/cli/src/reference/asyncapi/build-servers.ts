const BINDINGS = { kafka: { schemaRegistryVendor: 'confluent', bindingVersion: '0.5.0' } };

const brokers = (where: string) => ({
  brokers: { description: `Bootstrap servers: ${where}.`, default: 'localhost:9092' },
});

/** The cluster as it may be reached: by whoever connects, or, secured, by who logs in or shows a certificate. */
export const SERVERS = {
  kafka: {
    host: '{brokers}',
    protocol: 'kafka',
    title: 'Kafka',
    description:
      'The Kafka cluster of the deployment, with three copies of each topic where it has three brokers or more. A deployment may keep the embedded log instead, which is not Kafka and speaks no protocol of its own: ' +
      'programs open it with `openEventLog` of `@told/service`, and topics, keys, headers and values are the same there.',
    variables: brokers('`log.brokers` of the stack file, `TOLD_LOG_BROKERS` of a service'),
    bindings: BINDINGS,
  },
  kafkaSecured: {
    host: '{brokers}',
    protocol: 'kafka-secure',
    title: 'Kafka, with a login',
    description: 'The same cluster, secured: docs/how-to/secure-the-bus.md.',
    variables: brokers('as those of `kafka`'),
    security: [{ $ref: '#/components/securitySchemes/login' }],
    bindings: BINDINGS,
  },
  kafkaCertified: {
    host: '{brokers}',
    protocol: 'kafka-secure',
    title: 'Kafka, with a certificate',
    description: 'The same cluster, secured, for programs that show a certificate for a login.',
    variables: brokers('`log.certificates.brokers` of the stack file'),
    security: [{ $ref: '#/components/securitySchemes/certificate' }],
    bindings: BINDINGS,
  },
};

export const SECURITY_SCHEMES = {
  login: {
    type: 'scramSha512',
    description: 'Over TLS. The user is the one that each operation names.',
  },
  certificate: {
    type: 'X509',
    description: 'Mutual TLS. The certificate’s common name is the user that each operation names.',
  },
};
