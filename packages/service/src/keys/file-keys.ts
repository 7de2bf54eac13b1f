import { randomBytes, randomFillSync, randomInt } from 'node:crypto';
import fs from 'node:fs';
import { KeyError } from './errors.ts';
import type { DataKey, KeyName, KeyService } from './key-service.ts';
import { EPOCH_BYTES, KEY_BYTES, type KeySlot, unwrapKey, wrapKey } from './key-slots.ts';
import { findMasterKey, fingerprintOf, readMasterKeys } from './master-keys.ts';
import { type FoundSlot, makeSlotFile, openSlotFile, type SlotFile } from './slot-file.ts';

export interface FileKeysOptions {
  /** The key file: one slot a key, appended, and overwritten where a key is destroyed. Keep it out of what is backed up with the databases. */
  readonly file: string;
  /**
   * Holds 32 bytes in base64 or base64url, with which the data keys are wrapped; while they are wrapped anew, the ones before in a second line.
   * Keep it apart from the key file.
   */
  readonly masterKeyFile: string;
  /** Intake makes and destroys; everybody else reads. */
  readonly mayWrite: boolean;
  /** Keys remembered; 10,000 unless said otherwise. */
  readonly rememberedMax?: number;
}

/** The key file, and what its keys are opened and wrapped with. */
interface OpenFile {
  readonly slots: SlotFile;
  /** Each may have wrapped some of them. */
  readonly masterKeys: readonly Buffer[];
  /** With which keys are wrapped now: what the file's header says, and not the order in the master keys' own file. */
  readonly masterKey: Buffer;
  readonly check: string;
}

const REMEMBERED_MAX = 10_000;
const KEY_NUMBER_MAX = 2 ** 32;

/**
 * Data keys in a file of this machine, for the embedded stack and for tests: wrapped with a master key that lies elsewhere, an own one for each
 * person. Nothing is opened before it is asked, and after a failure everything is opened again, so that whoever waits goes on once the
 * files are there. Every call looks first whether something was destroyed since the last one, and then remembers nothing.
 */
export function createFileKeys(options: FileKeysOptions): KeyService {
  const { file, masterKeyFile, mayWrite, rememberedMax = REMEMBERED_MAX } = options;
  let opened: OpenFile | undefined;
  let lastStoreId: string | undefined;
  let epoch = '';
  const remembered = new Map<string, Buffer>();
  const standing = new Map<string, DataKey>();

  const forgetAll = (): void => {
    remembered.clear();
    standing.clear();
  };

  /** The open file, at its newest; closes it when it cannot be had. */
  const look = (make = false): OpenFile => {
    try {
      opened ??= openFile(make);
      const now = opened.slots.refresh();
      // Somebody has gone on with another master key: ours would open nothing any more.
      if (now.check !== opened.check) opened = readKeys(opened.slots);
      if (now.epoch !== epoch) forgetAll();
      epoch = now.epoch;
      return opened;
    } catch (error) {
      opened?.slots.close();
      opened = undefined;
      forgetAll();
      throw error;
    }
  };

  const openFile = (make: boolean): OpenFile => {
    if (make && mayWrite && !fs.existsSync(file)) {
      const [masterKey] = readMasterKeys(masterKeyFile);
      if (masterKey !== undefined) makeSlotFile(file, masterKey);
    }
    const slots = openSlotFile(file, { mayWrite });
    try {
      // Another file knows none of the keys that this process has sealed with.
      if (lastStoreId !== undefined && lastStoreId !== slots.storeId)
        throw new KeyError({ why: 'another-file' });
      const read = readKeys(slots);
      lastStoreId = slots.storeId;
      return read;
    } catch (error) {
      slots.close();
      throw error;
    }
  };

  const readKeys = (slots: SlotFile): OpenFile => {
    const masterKeys = readMasterKeys(masterKeyFile);
    const header = slots.refresh();
    return { slots, masterKeys, masterKey: findMasterKey(header, masterKeys), check: header.check };
  };

  const openOne = ({ subjectKey, keyNumber }: KeyName): Buffer | 'destroyed' => {
    const name = `${subjectKey}/${keyNumber}`;
    const known = remembered.get(name);
    if (known !== undefined) return known;
    const { slots, masterKeys } = opened ?? look();
    const slot = slots.find(subjectKey).find((one) => one.keyNumber === keyNumber);
    if (slot === undefined) throw new KeyError({ why: 'key-unknown' });
    if (slot.wrapped === undefined) return 'destroyed';
    const bytes = unwrap(masterKeys, slot.wrapped, slot);
    remember(remembered, name, bytes, rememberedMax);
    return bytes;
  };

  const findStanding = (subjectKey: string, made?: MadeKey): DataKey | undefined => {
    const known = standing.get(subjectKey);
    if (known !== undefined) return known;
    const { slots, masterKeys } = opened ?? look();
    // The oldest: two writers that made one at once go on with the same.
    const slot = slots.find(subjectKey).find(isStanding);
    if (slot === undefined) return undefined;
    const { keyNumber, wrapped } = slot;
    const isMade = made?.keyNumber === keyNumber && made.wrapped.equals(wrapped);
    const bytes = isMade ? made.bytes : unwrap(masterKeys, wrapped, slot);
    const key = { subjectKey, keyNumber, bytes };
    remember(standing, subjectKey, key, rememberedMax);
    return key;
  };

  /** Whoever went on with another master key meanwhile may have passed the end of the file before these were there. */
  const keepUp = async (made: readonly KeySlot[], masterKey: Buffer): Promise<void> => {
    const now = look();
    if (now.masterKey.equals(masterKey)) return;
    const names = new Set(made.map(({ keyNumber }) => keyNumber));
    const found = made.flatMap(({ subjectKey }) =>
      now.slots.find(subjectKey).filter((one) => names.has(one.keyNumber)),
    );
    await now.slots.rewrap(wrapAnew(found, [masterKey], now.masterKey));
  };

  return {
    storeId: async (make) => look(make).slots.storeId,
    async open(names) {
      look();
      return names.map(openOne);
    },
    async epoch() {
      look();
      return epoch;
    },
    async keysFor(subjectKeys) {
      const { slots, masterKey } = look();
      const lacking = [...new Set(subjectKeys)].filter((key) => findStanding(key) === undefined);
      if (lacking.length > 0) {
        const made = lacking.map((key) => makeKey(masterKey, key));
        await slots.append(made);
        await keepUp(made, masterKey);
        for (const key of made) findStanding(key.subjectKey, key);
      }
      return new Map(
        subjectKeys.map((subjectKey) => {
          const key = findStanding(subjectKey);
          // What cannot be found again is not sealed with.
          if (key === undefined) throw new KeyError({ why: 'file-unwritable' });
          return [subjectKey, key];
        }),
      );
    },
    async standing(subjectKeys) {
      const { slots } = look();
      return [...new Set(subjectKeys)].flatMap((subjectKey) =>
        slots
          .find(subjectKey)
          .filter(isStanding)
          .map(({ keyNumber }) => ({ subjectKey, keyNumber })),
      );
    },
    async describe() {
      const { slots, masterKey } = look();
      const given = readMasterKeys(masterKeyFile).map(fingerprintOf);
      return { storeId: slots.storeId, masterKey: fingerprintOf(masterKey), given };
    },
    async rewrap(from, slotsMax) {
      const { slots } = look();
      const [newest] = readMasterKeys(masterKeyFile);
      if (newest === undefined) throw new KeyError({ why: 'master-key-unreadable' });
      const before = readKeys(slots);
      if (!before.masterKey.equals(newest)) await slots.announce(newest);
      const { masterKey, masterKeys } = look();
      const { slots: page, next } = slots.readFrom(Math.max(1, from), slotsMax);
      const standing = page.filter(isStanding);
      const older = standing.filter(({ wrapped }) => unwrapKey(masterKey, wrapped) === undefined);
      const anew = wrapAnew(older, masterKeys, masterKey);
      if (anew.length > 0) await slots.rewrap(anew);
      const [rewrapped, damaged] = [anew.length, older.length - anew.length];
      return {
        masterKey: fingerprintOf(masterKey),
        rewrapped,
        damaged,
        standing: standing.length,
        next,
      };
    },
    async destroy(names) {
      const { slots } = look();
      const found = names.flatMap(({ subjectKey, keyNumber }) =>
        slots.find(subjectKey).filter((one) => one.keyNumber === keyNumber),
      );
      // Those destroyed before once more: whoever was cut short may not have said so.
      await slots.destroy(found, randomBytes(EPOCH_BYTES));
      look();
      return found.filter(isStanding).length;
    },
    close() {
      opened?.slots.close();
      opened = undefined;
      forgetAll();
    },
  };
}

const isStanding = (slot: FoundSlot): slot is FoundSlot & { readonly wrapped: Buffer } =>
  slot.wrapped !== undefined;

/** A key, and what of it goes into its slot. */
interface MadeKey extends DataKey {
  readonly wrapped: Buffer;
}

function makeKey(masterKey: Buffer, subjectKey: string): MadeKey {
  const bytes = Buffer.allocUnsafeSlow(KEY_BYTES);
  randomFillSync(bytes);
  const keyNumber = randomInt(1, KEY_NUMBER_MAX);
  return { subjectKey, keyNumber, bytes, wrapped: wrapKey(masterKey, bytes) };
}

/** Those of the slots that one of these master keys opens, wrapped with another one. */
function wrapAnew(
  slots: readonly FoundSlot[],
  masterKeys: readonly Buffer[],
  masterKey: Buffer,
): readonly FoundSlot[] {
  return slots.flatMap((slot) => {
    const bytes = slot.wrapped && openWith(masterKeys, slot.wrapped);
    return bytes === undefined ? [] : [{ ...slot, wrapped: wrapKey(masterKey, bytes) }];
  });
}

function openWith(masterKeys: readonly Buffer[], wrapped: Buffer): Buffer | undefined {
  for (const masterKey of masterKeys) {
    const bytes = unwrapKey(masterKey, wrapped);
    if (bytes !== undefined) return bytes;
  }
  return undefined;
}

function unwrap(masterKeys: readonly Buffer[], wrapped: Buffer, { at }: FoundSlot): Buffer {
  const bytes = openWith(masterKeys, wrapped);
  if (bytes === undefined) throw new KeyError({ why: 'slot-damaged', slot: at });
  return bytes;
}

/** The one remembered first goes first. */
function remember<T>(memory: Map<string, T>, name: string, value: T, max: number): void {
  memory.set(name, value);
  if (memory.size <= max) return;
  const [oldest] = memory.keys();
  if (oldest !== undefined) memory.delete(oldest);
}
