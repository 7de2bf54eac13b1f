import { HEADER_BYTES, readSchemaId, writeHeader } from '../codec/framing.ts';
import { CodecError } from '../errors.ts';
import { decipher, encipher, TAG_BYTES } from './aes-gcm.ts';
import { drawNonce, NONCE_BYTES } from './draw-nonce.ts';

/** The key that a body is sealed with: one of its person's own, named by a number that is drawn with it. */
export interface SealingKey {
  /** 1 to 2^32 - 1. */
  readonly keyNumber: number;
  /** 32 bytes. */
  readonly bytes: Buffer;
}

/** Whose body it is, and of which change: it opens nowhere else. */
export interface BodyPlace {
  /** 32 hexadecimal digits. */
  readonly subjectKey: string;
  readonly changeId: string;
}

/** What a sealed body begins with; a framed record, and so a body in clear, begins with 0. */
const SEALED = 1;
/** Where the number of the key is: after the first byte and the schema id. */
const KEY_NUMBER_AT = HEADER_BYTES;
const NONCE_AT = KEY_NUMBER_AT + 4;
const ENCIPHERED_AT = NONCE_AT + NONCE_BYTES;

/**
 * Seals a framed body with AES-256-GCM: byte 1, the schema id in four bytes, the key's number in four, a nonce of twelve, what was Avro, a tag
 * of sixteen. Everything before the nonce, the person and the change are bound to it. Throws `undecodable` for what is not framed.
 */
export function sealBody(
  framed: Buffer,
  { keyNumber, bytes }: SealingKey,
  place: BodyPlace,
): Buffer {
  const schemaId = readSchemaId(framed);
  if (schemaId === undefined) throw new CodecError('undecodable', { schema: 'ChangeBody' });
  const sealed = Buffer.allocUnsafe(ENCIPHERED_AT + framed.length - HEADER_BYTES + TAG_BYTES);
  writeHeader(sealed, schemaId);
  sealed[0] = SEALED;
  sealed.writeUInt32BE(keyNumber, KEY_NUMBER_AT);
  drawNonce(sealed, NONCE_AT);
  const nonce = sealed.subarray(NONCE_AT, ENCIPHERED_AT);
  const sealing = { key: bytes, nonce, bound: boundTo(sealed, place) };
  encipher(sealing, framed.subarray(HEADER_BYTES), sealed, ENCIPHERED_AT);
  return sealed;
}

/** The number of the key that a body is sealed with; undefined for one in clear, and for what is no body. */
export function keyNumberOf(body: Buffer): number | undefined {
  if (body.length < ENCIPHERED_AT + TAG_BYTES || body[0] !== SEALED) return undefined;
  return body.readUInt32BE(KEY_NUMBER_AT);
}

/** The framed body; undefined when it was sealed with another key, for another place, or changed since. */
export function openBody(sealed: Buffer, key: Buffer, place: BodyPlace): Buffer | undefined {
  if (keyNumberOf(sealed) === undefined) return undefined;
  const enciphered = sealed.subarray(ENCIPHERED_AT);
  const framed = Buffer.allocUnsafe(HEADER_BYTES + enciphered.length - TAG_BYTES);
  sealed.copy(framed, 0, 0, HEADER_BYTES);
  framed[0] = 0;
  const nonce = sealed.subarray(NONCE_AT, ENCIPHERED_AT);
  const sealing = { key, nonce, bound: boundTo(sealed, place) };
  return decipher(sealing, enciphered, framed, HEADER_BYTES) ? framed : undefined;
}

/** What is in clear before the nonce, then whose it is. */
const boundTo = (sealed: Buffer, { subjectKey, changeId }: BodyPlace): Buffer =>
  Buffer.concat([sealed.subarray(0, NONCE_AT), Buffer.from(`${subjectKey}/${changeId}`, 'latin1')]);
