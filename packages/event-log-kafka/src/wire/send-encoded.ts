import type net from 'node:net';

/** A request whose body is encoded already. */
export interface EncodedRequest {
  readonly apiKey: number;
  readonly apiName: string;
  readonly apiVersion: number;
  readonly body: Buffer;
}
interface Waiting extends Omit<EncodedRequest, 'body'> {
  readonly correlationId: number;
  resolve(answer: { readonly payload: unknown }): void;
  reject(error: Error): void;
}
/** What a kafkajs connection is made of. */
export interface ConnectionParts {
  readonly clientId: string;
  readonly socket: Pick<net.Socket, 'cork' | 'write' | 'uncork'>;
  readonly requestQueue: {
    push(request: {
      readonly entry: Waiting;
      readonly expectResponse: boolean;
      readonly requestTimeout: number | null;
      sendRequest(): void;
    }): void;
    maybeThrottle(clientSideThrottleTime: number | undefined): void;
  };
  authenticate(): Promise<void>;
  failIfNotConnected(): void;
  nextCorrelationId(): number;
}
/** Part of every answer of Kafka's: for how long the client is to be silent (KIP-219). */
interface Throttling {
  readonly clientSideThrottleTime?: number;
}
interface Response<Answer> {
  decode(payload: unknown): Promise<Answer>;
}

/**
 * What kafkajs's Connection.send does, for a body that is encoded already: kafkajs would copy it twice, into buffers that it
 * fills with zeros first, and that takes longer than all the rest of an append together.
 */
export async function sendEncoded<Answer>(
  connection: ConnectionParts,
  request: EncodedRequest,
  { decode }: Response<Answer>,
): Promise<Answer> {
  await connection.authenticate();
  const { socket, requestQueue, clientId } = connection;
  const { body, ...named } = request;
  const { payload } = await new Promise<{ readonly payload: unknown }>((resolve, reject) => {
    connection.failIfNotConnected();
    const correlationId = connection.nextCorrelationId();
    const head = encodeHead(request, correlationId, clientId);
    requestQueue.push({
      entry: { ...named, correlationId, resolve, reject },
      expectResponse: true,
      requestTimeout: null,
      sendRequest() {
        socket.cork();
        socket.write(head);
        socket.write(body);
        // Appends to several partitions are sent in one turn: one call into the system for all of them.
        process.nextTick(() => socket.uncork());
      },
    });
  });
  const answer = await decode(payload);
  requestQueue.maybeThrottle((answer as Throttling).clientSideThrottleTime);
  return answer;
}

const SIZE_BYTES = 4;

/** Size, which does not count itself, and request header version 1: https://kafka.apache.org/protocol#protocol_messages */
function encodeHead(request: EncodedRequest, correlationId: number, clientId: string): Buffer {
  const nameBytes = Buffer.byteLength(clientId);
  const head = Buffer.allocUnsafe(SIZE_BYTES + 2 + 2 + 4 + 2 + nameBytes);
  let at = head.writeInt32BE(head.length - SIZE_BYTES + request.body.length, 0);
  at = head.writeInt16BE(request.apiKey, at);
  at = head.writeInt16BE(request.apiVersion, at);
  at = head.writeInt32BE(correlationId, at);
  at = head.writeInt16BE(nameBytes, at);
  head.write(clientId, at);
  return head;
}
