import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { prepareKey } from '@told/codec';

/**
 * The layout of a key file: slots of 64 bytes, which no page of a disk divides, so that one is written whole or not at all. The first is the
 * header:
 *
 *   8 "TOLDKEYS" · 4 version · 4 nothing · 8 epoch · 16 store id · 24 the store id wrapped with the master key
 *
 * and each other one a data key:
 *
 *   1 state · 3 nothing · 4 key number · 16 subject key · 40 the data key wrapped with the master key, zeros once it is destroyed
 */
export const SLOT_BYTES = 64;
export const KEY_BYTES = 32;
const MAGIC = Buffer.from('TOLDKEYS', 'latin1');
const VERSION = 1;
export const EPOCH_AT = 16;
export const EPOCH_BYTES = 8;
const STORE_ID_AT = 24;
const STORE_ID_BYTES = 16;
export const CHECK_AT = STORE_ID_AT + STORE_ID_BYTES;

const STANDING = 1;
const DESTROYED = 2;
const KEY_NUMBER_AT = 4;
/** Where a slot's subject key begins. */
export const SUBJECT_AT = 8;
const WRAPPED_AT = 24;

/** AES key wrap (RFC 3394, NIST SP 800-38F): deterministic, and with a check of 64 bits of its own. */
const WRAP = 'id-aes256-wrap';
const WRAP_IV = Buffer.alloc(8, 0xa6);

export function wrapKey(masterKey: Buffer, key: Buffer): Buffer {
  const cipher = createCipheriv(WRAP, prepareKey(masterKey), WRAP_IV);
  return Buffer.concat([cipher.update(key), cipher.final()]);
}

/** Undefined: wrapped with another master key, or damaged. Has memory of its own: thousands are kept, and a shared page of Node's would stay with each. */
export function unwrapKey(masterKey: Buffer, wrapped: Buffer): Buffer | undefined {
  const decipher = createDecipheriv(WRAP, prepareKey(masterKey), WRAP_IV);
  try {
    const key = Buffer.concat([decipher.update(wrapped), decipher.final()]);
    const own = Buffer.allocUnsafeSlow(key.length);
    key.copy(own);
    return own;
  } catch {
    return undefined; // the answer asked for: its check does not fit
  }
}

export interface KeyFileHeader {
  /** Hexadecimal; drawn anew with each destruction, so that two destroyers at once cannot write the same one. */
  readonly epoch: string;
  /** Hexadecimal. */
  readonly storeId: string;
  /** Hexadecimal; another one from the moment on that keys are wrapped with another master key. */
  readonly check: string;
  /** Whether this master key is the one that keys are wrapped with. */
  fits(masterKey: Buffer): boolean;
}

export function makeHeader(masterKey: Buffer): Buffer {
  const slot = Buffer.alloc(SLOT_BYTES);
  const storeId = randomBytes(STORE_ID_BYTES);
  MAGIC.copy(slot);
  slot.writeUInt32BE(VERSION, MAGIC.length);
  randomBytes(EPOCH_BYTES).copy(slot, EPOCH_AT);
  storeId.copy(slot, STORE_ID_AT);
  wrapKey(masterKey, storeId).copy(slot, CHECK_AT);
  return slot;
}

/** What says in a header with which master key keys are wrapped. */
export const writeCheck = (masterKey: Buffer, storeId: string): Buffer =>
  wrapKey(masterKey, Buffer.from(storeId, 'hex'));

/** Undefined: not a key file. The epoch is not looked at by `fits`. */
export function readHeader(slot: Buffer): KeyFileHeader | undefined {
  const isOurs =
    slot.length === SLOT_BYTES &&
    slot.subarray(0, MAGIC.length).equals(MAGIC) &&
    slot.readUInt32BE(MAGIC.length) === VERSION;
  if (!isOurs) return undefined;
  const storeId = slot.subarray(STORE_ID_AT, CHECK_AT);
  return {
    epoch: slot.toString('hex', EPOCH_AT, EPOCH_AT + EPOCH_BYTES),
    storeId: storeId.toString('hex'),
    check: slot.toString('hex', CHECK_AT),
    fits: (masterKey) => unwrapKey(masterKey, slot.subarray(CHECK_AT))?.equals(storeId) === true,
  };
}

export interface KeySlot {
  readonly subjectKey: string;
  readonly keyNumber: number;
  /** Undefined: destroyed. */
  readonly wrapped: Buffer | undefined;
}

export function writeSlot({ subjectKey, keyNumber, wrapped }: KeySlot): Buffer {
  const slot = Buffer.alloc(SLOT_BYTES);
  slot[0] = wrapped === undefined ? DESTROYED : STANDING;
  slot.writeUInt32BE(keyNumber, KEY_NUMBER_AT);
  slot.write(subjectKey, SUBJECT_AT, 'hex');
  wrapped?.copy(slot, WRAPPED_AT);
  return slot;
}

/** Whether a data key was ever written there, whatever became of it. */
export const isUsed = (state: number | undefined): boolean =>
  state === STANDING || state === DESTROYED;

/** Undefined: nothing was ever written there. */
export function readSlot(slot: Buffer): KeySlot | undefined {
  const [state] = slot;
  if (!isUsed(state)) return undefined;
  return {
    subjectKey: slot.toString('hex', SUBJECT_AT, WRAPPED_AT),
    keyNumber: slot.readUInt32BE(KEY_NUMBER_AT),
    wrapped: state === STANDING ? Buffer.from(slot.subarray(WRAPPED_AT)) : undefined,
  };
}
