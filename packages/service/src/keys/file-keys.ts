import { randomBytes, randomInt } from 'node:crypto';
import fs from 'node:fs';
import { KeyError } from './errors.ts';
import type { DataKey, KeyName, KeyService } from './key-service.ts';
import { EPOCH_BYTES, KEY_BYTES, type KeySlot, unwrapKey, wrapKey } from './key-slots.ts';
import { type FoundSlot, makeSlotFile, openSlotFile, type SlotFile } from './slot-file.ts';

export interface FileKeysOptions {
  /** The key file: one slot a key, appended, and overwritten where a key is destroyed. Keep it out of what is backed up with the databases. */
  readonly file: string;
  /** Holds 32 bytes in base64 or base64url, with which the data keys are wrapped. Keep it apart from the key file. */
  readonly masterKeyFile: string;
  /** Intake makes and destroys; everybody else reads. */
  readonly mayWrite: boolean;
  /** Keys remembered; 10,000 unless said otherwise. */
  readonly rememberedMax?: number;
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
  let opened: { readonly slots: SlotFile; readonly masterKey: Buffer } | undefined;
  let lastStoreId: string | undefined;
  let epoch = '';
  const remembered = new Map<string, Buffer>();
  const standing = new Map<string, DataKey>();

  const forgetAll = (): void => {
    remembered.clear();
    standing.clear();
  };

  /** The open file, at its newest; closes it when it cannot be had. */
  const look = (make = false): { readonly slots: SlotFile; readonly masterKey: Buffer } => {
    try {
      opened ??= openFile(make);
      const now = opened.slots.refresh();
      if (now !== epoch) forgetAll();
      epoch = now;
      return opened;
    } catch (error) {
      opened?.slots.close();
      opened = undefined;
      forgetAll();
      throw error;
    }
  };

  const openFile = (make: boolean) => {
    const masterKey = readMasterKey(masterKeyFile);
    if (make && mayWrite && !fs.existsSync(file)) makeSlotFile(file, masterKey);
    const slots = openSlotFile(file, masterKey, { mayWrite });
    // Another file knows none of the keys that this process has sealed with.
    if (lastStoreId !== undefined && lastStoreId !== slots.storeId) {
      slots.close();
      throw new KeyError({ why: 'another-file' });
    }
    lastStoreId = slots.storeId;
    return { slots, masterKey };
  };

  const openOne = ({ subjectKey, keyNumber }: KeyName): Buffer | 'destroyed' => {
    const name = `${subjectKey}/${keyNumber}`;
    const known = remembered.get(name);
    if (known !== undefined) return known;
    const { slots, masterKey } = opened ?? look();
    const slot = slots.find(subjectKey).find((one) => one.keyNumber === keyNumber);
    if (slot === undefined) throw new KeyError({ why: 'key-unknown' });
    if (slot.wrapped === undefined) return 'destroyed';
    const bytes = unwrap(masterKey, slot.wrapped, slot);
    remember(remembered, name, bytes, rememberedMax);
    return bytes;
  };

  const findStanding = (subjectKey: string): DataKey | undefined => {
    const known = standing.get(subjectKey);
    if (known !== undefined) return known;
    const { slots, masterKey } = opened ?? look();
    // The oldest: two writers that made one at once go on with the same.
    const slot = slots.find(subjectKey).find(isStanding);
    if (slot === undefined) return undefined;
    const { keyNumber, wrapped } = slot;
    const key = { subjectKey, keyNumber, bytes: unwrap(masterKey, wrapped, slot) };
    remember(standing, subjectKey, key, rememberedMax);
    return key;
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
      if (lacking.length > 0) await slots.append(lacking.map((key) => makeSlot(masterKey, key)));
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

const makeSlot = (masterKey: Buffer, subjectKey: string): KeySlot => ({
  subjectKey,
  keyNumber: randomInt(1, KEY_NUMBER_MAX),
  wrapped: wrapKey(masterKey, randomBytes(KEY_BYTES)),
});

function unwrap(masterKey: Buffer, wrapped: Buffer, { at }: FoundSlot): Buffer {
  const bytes = unwrapKey(masterKey, wrapped);
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

const MASTER_KEY = /^[\w+/-]{43}=?$/;

function readMasterKey(file: string): Buffer {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new KeyError({ why: 'master-key-unreadable' }, cause);
  }
  if (!MASTER_KEY.test(text)) throw new KeyError({ why: 'master-key-unreadable' });
  return Buffer.from(text, 'base64');
}
