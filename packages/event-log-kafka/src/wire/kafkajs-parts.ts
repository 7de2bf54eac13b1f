import { createRequire } from 'node:module';
import type net from 'node:net';
import { SCRAM_API_KEYS, SCRAM_REQUESTS } from './scram-requests.ts';
import { type ConnectionParts, type EncodedRequest, sendEncoded } from './send-encoded.ts';

/**
 * The parts of kafkajs that this driver stands on: its connections (TCP, TLS, SASL, time-outs) and its encoding of Kafka's
 * protocol. Its own consumer and producer are not used; docs/decisions/0007 says why. These modules are no public API,
 * so kafkajs is pinned to one exact version, and `kafkajs-parts.unit.test.ts` fails if one of them moves.
 */
const load = createRequire(import.meta.url);

interface Connection extends ConnectionParts {
  isConnected(): boolean;
  /** Rejects every request that waits for an answer. */
  rejectRequests(error: Error): void;
}
interface ConnectionPool {
  /** The first for everything, the second for Fetch. */
  readonly pool: readonly Connection[];
  getConnection(index: number): Promise<Connection>;
  send(call: ProtocolCall<unknown>): Promise<unknown>;
}
export interface Broker {
  readonly connectionPool: ConnectionPool;
  readonly lookupRequest: (apiKey: number, definition: object) => ProtocolMethod;
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}
export interface ProtocolCall<Answer> {
  readonly request: object;
  readonly response: {
    decode(raw: unknown): Promise<Answer>;
    parse(answer: Answer): Promise<Answer>;
  };
  readonly requestTimeout?: number;
  readonly logResponseError?: boolean;
}
type ProtocolMethod = (values: object) => ProtocolCall<unknown>;

interface SocketRequest {
  readonly host: string;
  readonly port: number;
  readonly onConnect: () => void;
}
export interface ConnectionOptions {
  readonly host: string;
  readonly port: number;
  readonly clientId: string;
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
  readonly enforceRequestTimeout: boolean;
  readonly logger: unknown;
  readonly socketFactory: (request: SocketRequest) => net.Socket;
  readonly sasl?: SaslOptions;
}

/** One message of a login and its answer. */
type SaslStep = (step: object) => Promise<unknown>;
type PrepareSteps = (connection: { readonly saslAuthenticate: SaslStep }) => {
  authenticate(): Promise<void>;
};
/** How kafkajs logs in: https://kafka.js.org/docs/custom-authentication-mechanism */
export interface SaslOptions {
  readonly mechanism: string;
  readonly authenticationProvider: PrepareSteps;
}
export const createScramSteps = load('kafkajs/src/broker/saslAuthenticator/scram512') as (login: {
  readonly username: string;
  readonly password: string;
}) => PrepareSteps;

const { createLogger } = load('kafkajs/src/loggers') as {
  createLogger(options: { level: number; logCreator: () => () => void }): unknown;
};
const BrokerClass = load('kafkajs/src/broker') as new (options: object) => Broker;
const ConnectionPoolClass = load('kafkajs/src/network/connectionPool') as new (
  options: ConnectionOptions,
) => ConnectionPool;

/** Silent: what goes wrong is thrown, and the service's own logger tells of it. */
const silence = createLogger({ level: 0, logCreator: () => () => undefined });

/** Sends a body that is encoded already as it is. */
class EncodedBodyPool extends ConnectionPoolClass {
  override async send(call: ProtocolCall<unknown>): Promise<unknown> {
    if (!('body' in call.request)) return super.send(call);
    const connection = await this.getConnection(0);
    return sendEncoded(connection, call.request as EncodedRequest, call.response);
  }
}

export const createBroker = (options: Omit<ConnectionOptions, 'logger'>): Broker =>
  new BrokerClass({
    connectionPool: new EncodedBodyPool({ ...options, logger: silence }),
    logger: silence,
    allowAutoTopicCreation: false,
  });

export const API_KEYS: Readonly<Record<string, number>> = {
  ...(load('kafkajs/src/protocol/requests/apiKeys') as Readonly<Record<string, number>>),
  ...SCRAM_API_KEYS,
};
const requests: Readonly<Record<string, RequestDefinition>> = {
  ...(load('kafkajs/src/protocol/requests') as { requests: Record<string, RequestDefinition> })
    .requests,
  ...SCRAM_REQUESTS,
};
interface RequestDefinition {
  readonly versions: readonly string[];
}

/**
 * From version 11 on a follower answers a Fetch too (KIP-392), with what it has heard of so far: a reader that does not know
 * that the leader has moved would miss what has been acknowledged. Before that, a follower says that it does not lead.
 */
const FETCH_VERSION_MAX = 10;

function definitionOf(api: string): RequestDefinition {
  const definition = requests[api] as RequestDefinition;
  if (api !== 'Fetch') return definition;
  const versions = definition.versions.filter((version) => Number(version) <= FETCH_VERSION_MAX);
  return { ...definition, versions };
}

/** A request of this API at the newest version that both sides know: of values, or of a body that is encoded already. */
export function describeCall<Answer>(
  broker: Broker,
  api: string,
  values: object | { readonly body: Buffer },
): ProtocolCall<Answer> {
  const lookup = broker.lookupRequest(API_KEYS[api] as number, definitionOf(api));
  const call = lookup(values) as ProtocolCall<Answer>;
  if (!('body' in values)) return call;
  return { ...call, request: { ...call.request, body: values.body } };
}

/** Kafka's name of an error code, such as `NOT_LEADER_FOR_PARTITION`; undefined for 0, which is none. */
export function nameError(code: number): string | undefined {
  return code === 0 ? undefined : (NEWER_ERRORS[code] ?? createErrorFromCode(code).type);
}
/** What users' credentials are refused with; kafkajs is older. */
const NEWER_ERRORS: Readonly<Record<number, string>> = {
  91: 'RESOURCE_NOT_FOUND',
  92: 'DUPLICATE_RESOURCE',
  93: 'UNACCEPTABLE_CREDENTIAL',
};
const { createErrorFromCode } = load('kafkajs/src/protocol/error') as {
  createErrorFromCode(code: number): { readonly type: string };
};

/** A record as kafkajs decodes it. */
export interface WireRecord {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | null | readonly (Buffer | null)[]>>;
  /** One of Kafka's own marks: the end of a transaction. */
  readonly isControlRecord: boolean;
  readonly batchContext: { readonly producerId: string; readonly inTransaction: boolean };
}
export interface AbortedTransaction {
  readonly producerId: string;
  readonly firstOffset: string;
}
export interface FetchedPartition {
  readonly partition: number;
  readonly errorCode: number;
  readonly highWatermark: string;
  readonly lastStableOffset: string;
  /** The log's start. */
  readonly lastStartOffset: string;
  readonly abortedTransactions: readonly AbortedTransaction[];
  readonly messages: readonly WireRecord[];
}
const { AssignerProtocol } = load('kafkajs') as {
  readonly AssignerProtocol: {
    readonly MemberMetadata: {
      encode(metadata: { version: number; topics: readonly string[] }): Buffer;
      decode(bytes: Buffer): { readonly topics: readonly string[] };
    };
    readonly MemberAssignment: {
      encode(assignment: { version: number; assignment: Record<string, number[]> }): Buffer;
      decode(bytes: Buffer): { readonly assignment: Record<string, number[]> } | null;
    };
  };
};
export const { MemberMetadata, MemberAssignment } = AssignerProtocol;

interface RequestQueue {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests(): void;
}
export const RequestQueueClass = load('kafkajs/src/network/requestQueue') as {
  readonly prototype: RequestQueue;
};
