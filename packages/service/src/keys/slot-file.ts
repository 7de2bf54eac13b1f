import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { KeyError } from './errors.ts';
import {
  CHECK_AT,
  EPOCH_AT,
  isUsed,
  type KeyFileHeader,
  type KeySlot,
  makeHeader,
  readHeader,
  readSlot,
  SLOT_BYTES,
  SUBJECT_AT,
  writeCheck,
  writeSlot,
} from './key-slots.ts';
import { createSlotIndex, hashOf } from './slot-index.ts';

/** A slot, and where it is. */
export interface FoundSlot extends KeySlot {
  readonly at: number;
}

/** A key file that is open. Every function throws KeyError when the file cannot be read or written. */
export interface SlotFile {
  readonly storeId: string;
  /** Looks at what others have written since, and answers the header as it is now. */
  refresh(): KeyFileHeader;
  /** A person's slots, oldest first. */
  find(subjectKey: string): readonly FoundSlot[];
  /** Durable, and found, when it resolves. */
  append(slots: readonly KeySlot[]): Promise<void>;
  /** Overwrites these in their places with what is left of a key that is destroyed, and then the epoch; durable when it resolves. */
  destroy(slots: readonly FoundSlot[], epoch: Buffer): Promise<void>;
  /** Some slots by their place, the header left out. */
  readFrom(at: number, slotsMax: number): SlotPage;
  /**
   * Overwrites the wrapped keys of these in their places, but for those that were destroyed meanwhile; durable when it resolves. Nobody else may
   * destroy at the same time: between a look and a write of ours it would come back.
   */
  rewrap(slots: readonly FoundSlot[]): Promise<void>;
  /** Says in the header that keys are wrapped with this master key from now on; durable when it resolves. */
  announce(masterKey: Buffer): Promise<void>;
  close(): void;
}

interface SlotPage {
  readonly slots: readonly FoundSlot[];
  /** The place behind them; null when it is the end. */
  readonly next: number | null;
}

const CHUNK_SLOTS = 16_384;
const OWNER_ONLY = 0o600;
const sync = promisify(fs.fsync);

/** Makes an empty key file, whole or not at all; leaves one that is there as it is. */
export function makeSlotFile(file: string, masterKey: Buffer): void {
  guard('file-unwritable', () => {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const partial = `${file}.${process.pid}`;
    fs.writeFileSync(partial, makeHeader(masterKey), { mode: OWNER_ONLY, flush: true });
    try {
      fs.linkSync(partial, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      fs.rmSync(partial);
    }
    const dir = fs.openSync(path.dirname(file), 'r');
    fs.fsyncSync(dir);
    fs.closeSync(dir);
  });
}

/** Opens a key file and indexes its slots. Throws KeyError when it is none. */
export function openSlotFile(file: string, { mayWrite }: { readonly mayWrite: boolean }): SlotFile {
  const fds = guard('file-unreadable', () => openAll(file, mayWrite));
  const index = createSlotIndex();
  let known = 1;
  const first = readWhole(fds.read);
  const inode = guard('file-unreadable', () => fs.fstatSync(fds.read).ino);

  const read = (at: number): KeySlot | undefined => readSlot(readAt(fds.read, at, 1));

  const refresh = (): KeyFileHeader => {
    const { ino, size } = guard('file-unreadable', () => fs.statSync(file));
    if (ino !== inode) throw new KeyError({ why: 'another-file' });
    const slots = Math.floor(size / SLOT_BYTES);
    if (slots < known) throw new KeyError({ why: 'shorter-than-it-was', slots, known });
    while (known < slots) {
      const count = Math.min(CHUNK_SLOTS, slots - known);
      const chunk = readAt(fds.read, known, count);
      for (let at = 0; at < chunk.length; at += SLOT_BYTES) {
        if (isUsed(chunk[at])) {
          index.add(chunk.readUInt32BE(at + SUBJECT_AT), known + at / SLOT_BYTES);
        }
      }
      known += count;
    }
    const header = readHeader(readAt(fds.read, 0, 1));
    if (header?.storeId !== first.storeId) throw new KeyError({ why: 'another-file' });
    return header;
  };

  const writable = (): { readonly end: number; readonly places: number } => {
    if (fds.write === undefined) throw new KeyError({ why: 'file-unwritable' });
    return fds.write;
  };

  return {
    storeId: first.storeId,
    refresh,
    find: (subjectKey) =>
      index.find(hashOf(subjectKey)).flatMap((at) => {
        const slot = read(at);
        return slot?.subjectKey === subjectKey ? [{ ...slot, at }] : [];
      }),
    async append(slots) {
      const { end } = writable();
      guard('file-unwritable', () => {
        // A disk that was full may have cut a write: nothing was sealed under what it cut.
        const rest = fs.fstatSync(end).size % SLOT_BYTES;
        const filling = Buffer.alloc(rest === 0 ? 0 : SLOT_BYTES - rest);
        // In one write at the end of the file, so that several writers do not meet.
        writeAll(end, Buffer.concat([filling, ...slots.map(writeSlot)]), null);
      });
      await wait('file-unwritable', () => sync(end));
      refresh();
    },
    async destroy(slots, epoch) {
      const { places } = writable();
      for (const { at, subjectKey, keyNumber } of slots) {
        const tombstone = writeSlot({ subjectKey, keyNumber, wrapped: undefined });
        guard('file-unwritable', () => writeAll(places, tombstone, at * SLOT_BYTES));
      }
      await wait('file-unwritable', () => sync(places));
      // After the keys: who sees the new epoch, and forgets what it remembers, finds none of them again.
      guard('file-unwritable', () => writeAll(places, epoch, EPOCH_AT));
      await wait('file-unwritable', () => sync(places));
    },
    readFrom(at, slotsMax) {
      const until = Math.min(known, at + slotsMax);
      const slots: FoundSlot[] = [];
      for (let place = at; place < until; place += 1) {
        const slot = read(place);
        if (slot !== undefined) slots.push({ ...slot, at: place });
      }
      return { slots, next: until < known ? until : null };
    },
    async rewrap(slots) {
      const { places } = writable();
      for (const slot of slots) {
        if (read(slot.at)?.wrapped === undefined) continue;
        guard('file-unwritable', () => writeAll(places, writeSlot(slot), slot.at * SLOT_BYTES));
      }
      await wait('file-unwritable', () => sync(places));
    },
    async announce(masterKey) {
      const { places } = writable();
      const check = writeCheck(masterKey, first.storeId);
      guard('file-unwritable', () => writeAll(places, check, CHECK_AT));
      await wait('file-unwritable', () => sync(places));
    },
    close() {
      for (const fd of [fds.read, fds.write?.end, fds.write?.places]) {
        if (fd !== undefined) fs.closeSync(fd);
      }
    },
  };
}

interface Descriptors {
  readonly read: number;
  readonly write: { readonly end: number; readonly places: number } | undefined;
}

/** Appending and overwriting ask for a descriptor each: what is opened to append writes nowhere else. */
const openAll = (file: string, mayWrite: boolean): Descriptors => ({
  read: fs.openSync(file, 'r'),
  write: mayWrite ? { end: fs.openSync(file, 'a'), places: fs.openSync(file, 'r+') } : undefined,
});

function readWhole(fd: number): KeyFileHeader {
  const header = readHeader(readAt(fd, 0, 1));
  if (header === undefined) throw new KeyError({ why: 'not-a-key-file' });
  return header;
}

function readAt(fd: number, slot: number, count: number): Buffer {
  const bytes = Buffer.alloc(count * SLOT_BYTES);
  const read = guard('file-unreadable', () =>
    fs.readSync(fd, bytes, 0, bytes.length, slot * SLOT_BYTES),
  );
  if (read < bytes.length) throw new KeyError({ why: 'file-unreadable', slot });
  return bytes;
}

function writeAll(fd: number, bytes: Buffer, position: number | null): void {
  const written = fs.writeSync(fd, bytes, 0, bytes.length, position);
  if (written < bytes.length) throw new KeyError({ why: 'file-unwritable' });
}

type Why = 'file-unreadable' | 'file-unwritable';

/** The system's own words name a path at most. */
function guard<T>(why: Why, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    throw cause instanceof KeyError ? cause : new KeyError({ why }, cause);
  }
}

async function wait(why: Why, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (cause) {
    throw new KeyError({ why }, cause);
  }
}
