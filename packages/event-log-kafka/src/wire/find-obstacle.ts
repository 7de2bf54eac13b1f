import type net from 'node:net';
import type { BrokerAccess } from '../broker-access.ts';
import { API_KEYS } from './kafkajs-parts.ts';
import { type Address, describeSocket, type OpenSocket } from './open-socket.ts';

/** What a listener of a broker takes: TLS first, a login first, or requests as they come. */
type Manner = 'tls' | 'login' | 'open';

/** A listener that is there answers at once. */
const ANSWER_MS_MAX = 1_000;

/**
 * Why a broker closes connections without a word: Kafka does that to who speaks TLS where it does not, or does not where it
 * does, or asks for something before logging in. Undefined when it is none of these, or when the broker does not answer.
 */
export async function findObstacle(
  address: Address,
  access: Pick<BrokerAccess, 'login' | 'tls'>,
  connectVia?: (to: Address) => Address,
): Promise<string | undefined> {
  const manner = await askManner(address, describeSocket({}, connectVia));
  if (manner === undefined) return undefined;
  if (!access.tls && manner === 'tls') return 'tls-wanted';
  if (access.tls && manner !== 'tls') return 'tls-unknown';
  if (access.login) return undefined;
  const within = access.tls ? await askManner(address, describeSocket(access, connectVia)) : manner;
  return within === 'login' ? 'login-wanted' : undefined;
}

function askManner(address: Address, open: OpenSocket): Promise<Manner | undefined> {
  return new Promise((resolve) => {
    const socket: net.Socket = open(address, () => socket.write(encodeHandshake()));
    const end = (manner?: Manner): void => {
      socket.destroy();
      resolve(manner);
    };
    let answer = Buffer.alloc(0);
    socket.setTimeout(ANSWER_MS_MAX, end);
    socket.on('error', () => end());
    socket.on('close', () => end());
    socket.on('data', (bytes) => {
      answer = Buffer.concat([answer, bytes]);
      const manner = readManner(answer);
      if (manner) end(manner);
    });
  });
}

const CORRELATION = 1;
const MECHANISM = 'SCRAM-SHA-512';
const VERSION = 1;

/** SaslHandshake, which every listener answers, whoever asks: https://kafka.apache.org/protocol#The_Messages_SaslHandshake */
function encodeHandshake(): Buffer {
  const size = 2 + 2 + 4 + 2 + 2 + MECHANISM.length;
  const request = Buffer.alloc(4 + size);
  let at = request.writeInt32BE(size, 0);
  at = request.writeInt16BE(API_KEYS['SaslHandshake'] as number, at);
  at = request.writeInt16BE(VERSION, at);
  at = request.writeInt32BE(CORRELATION, at);
  at = request.writeInt16BE(-1, at); // no client id
  at = request.writeInt16BE(MECHANISM.length, at);
  request.write(MECHANISM, at);
  return request;
}

/** The first bytes of a TLS alert (RFC 8446, 5.1): content type and major version. */
const ALERT = [0x15, 0x03];
const ILLEGAL_SASL_STATE = 34;

/** Size, correlation and error code of the answer; undefined as long as they have not come. */
function readManner(answer: Buffer): Manner | undefined {
  if (answer.length < 2) return undefined;
  if (ALERT.every((byte, index) => answer[index] === byte)) return 'tls';
  if (answer.length < 10 || answer.readInt32BE(4) !== CORRELATION) return undefined;
  return answer.readInt16BE(8) === ILLEGAL_SASL_STATE ? 'open' : 'login';
}
