import { LogError, type LogErrorCode } from '@told/event-log';
import type { Operation } from '../admin/operations.ts';

/** Kafka's names of errors (protocol guide, "Error codes") that mean one of ours; all others may pass. */
const CODES: Readonly<Record<string, LogErrorCode>> = {
  UNKNOWN_TOPIC_OR_PARTITION: 'unknown-topic',
  INVALID_TOPIC_EXCEPTION: 'unknown-topic',
  TOPIC_AUTHORIZATION_FAILED: 'unauthorized',
  GROUP_AUTHORIZATION_FAILED: 'unauthorized',
  CLUSTER_AUTHORIZATION_FAILED: 'unauthorized',
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'unauthorized',
  SASL_AUTHENTICATION_FAILED: 'unauthorized',
  // A login at a listener that knows none.
  ILLEGAL_SASL_STATE: 'unauthorized',
  MESSAGE_TOO_LARGE: 'too-large',
  RECORD_LIST_TOO_LARGE: 'too-large',
  OFFSET_OUT_OF_RANGE: 'offset-out-of-range',
  // These say that driver and broker do not understand each other, which no repetition changes.
  UNSUPPORTED_VERSION: 'fatal',
  UNSUPPORTED_SASL_MECHANISM: 'fatal',
  INVALID_REQUIRED_ACKS: 'fatal',
  INVALID_REQUEST: 'fatal',
  INVALID_CONFIG: 'fatal',
  INVALID_PARTITIONS: 'fatal',
  INVALID_REPLICATION_FACTOR: 'fatal',
  POLICY_VIOLATION: 'fatal',
  INVALID_SESSION_TIMEOUT: 'fatal',
  INCONSISTENT_GROUP_PROTOCOL: 'fatal',
  INVALID_GROUP_ID: 'fatal',
  UNSUPPORTED_COMPRESSION_TYPE: 'fatal',
};

/** The partition's leader is another broker by now, or nobody yet: look it up and ask again. */
const STALE_LEADER: readonly string[] = [
  'NOT_LEADER_FOR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'REPLICA_NOT_AVAILABLE',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
  'OFFSET_NOT_AVAILABLE',
  'KAFKA_STORAGE_ERROR',
];
export const isStaleLeader = (name: string): boolean => STALE_LEADER.includes(name);

/** Named as the broker named it, so that an operator can look it up. */
export const fromKafka = (
  name: string,
  details: Readonly<Record<string, string | number | bigint>>,
): LogError => new LogError(CODES[name] ?? 'retriable', { ...details, kafka: name });

const REFUSED: readonly unknown[] = [
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
];

/** Kafka says what it refused, and not which right it looked for in vain: whoever asked knows. Other failures pass as they are. */
export async function needing<T>(right: Operation, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof LogError) || 'right' in error.details) throw error;
    if (!REFUSED.includes(error.details['kafka'])) throw error;
    throw new LogError(error.code, { ...error.details, right }, error.cause);
  }
}

/** Node's names of what is wrong with the other's certificate, and of the alerts by which the other says so of ours. */
const DISTRUST =
  /^(CERT_|DEPTH_ZERO_|ERROR_IN_CERT_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|SELF_SIGNED_|UNABLE_TO_)|ALERT_(ACCESS_DENIED|BAD_CERT|CERT|HANDSHAKE_FAILURE|NO_CERT|UNKNOWN_CA|UNSUPPORTED_CERT)/;

/** What a request without an answer means: refused at the door, or a connection that broke. */
export function fromTransport(
  error: unknown,
  details: Readonly<Record<string, string | number | bigint>>,
): LogError {
  if (error instanceof LogError) return error;
  const { name, type, code } = (error ?? {}) as { name?: string; type?: string; code?: unknown };
  if (type !== undefined) return fromKafka(type, details);
  if (name === 'KafkaJSSASLAuthenticationError')
    return new LogError('unauthorized', details, error);
  // As kafkajs sees them too: a mistake of a program, which no repetition changes.
  if (error instanceof TypeError || error instanceof RangeError)
    return new LogError('fatal', details, error);
  // kafkajs knows neither the codec nor the request that it would need.
  if (name === 'KafkaJSNotImplemented' || name === 'KafkaJSServerDoesNotSupportApiKey')
    return new LogError('fatal', details, error);
  if (typeof code !== 'string') return new LogError('retriable', details, error);
  const isFinal = DISTRUST.test(code);
  const reason = isFinal ? code.replace(/^ERR_SSL_.*(?=ALERT_)/, '') : code;
  return new LogError(isFinal ? 'unauthorized' : 'retriable', { ...details, reason }, error);
}
