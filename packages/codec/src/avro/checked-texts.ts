import type { Tap } from './avsc-internals.ts';
import { ILLEGAL, MALFORMED } from './avsc-internals.ts';
import { CheckedScalar } from './checked-type.ts';

export interface TextRules {
  readonly type: string;
  readonly pattern?: string;
  readonly maxLength?: number;
}

/** Node's own fast reads, which its types leave out; `toString` does the same through a few more steps. */
interface SlicingBuffer extends Buffer {
  latin1Slice(start: number, end: number): string;
  utf8Slice(start: number, end: number): string;
}

/** Up to here one text is made of a whole record: more would be kept alive by the short texts cut from it. */
const SHARED_TEXT_BYTES = 1024;

/** ASCII bytes as text. One call out of JavaScript serves all texts of a record, and cutting is cheap. */
function sliceAscii(tap: Tap, start: number, end: number): string {
  const buf = tap.buf as SlicingBuffer;
  if (buf.length > SHARED_TEXT_BYTES) return buf.latin1Slice(start, end);
  tap.latin1 ??= buf.latin1Slice(0, buf.length);
  return tap.latin1.slice(start, end);
}

/** What a decoder puts where bytes were not UTF-8. */
const REPLACEMENT = '\ufffd';

/** A string of well-formed Unicode within its pattern and length (in code points). */
export class CheckedText extends CheckedScalar {
  readonly #pattern: RegExp | null;
  readonly #maxLength: number;

  constructor(schema: TextRules, options: unknown) {
    super(schema, options);
    this.#pattern = schema.pattern === undefined ? null : new RegExp(schema.pattern, 'u');
    this.#maxLength = schema.maxLength ?? Number.POSITIVE_INFINITY;
  }

  admits(value: unknown): boolean {
    return typeof value === 'string' && this.#fits(value) && value.isWellFormed();
  }

  /** A replacement character is taken for a decoder's mark: sources do not write it, and it hides what was there. */
  finish(decoded: unknown): unknown {
    const text = decoded as string;
    if (!this.#fits(text) || text.includes(REPLACEMENT)) throw ILLEGAL;
    return text;
  }

  /** Most texts are ASCII, and a look at the bytes costs less than a search of the text they make. */
  override _read(tap: Tap): unknown {
    const length = tap.readLong();
    if (length < 0) throw MALFORMED;
    const buf = tap.buf as SlicingBuffer;
    const { pos } = tap;
    const end = pos + length;
    tap.pos = end;
    if (end > buf.length) return ''; // the length check tells
    let at = pos;
    while (at < end && (buf[at] as number) < 0x80) at++;
    if (at < end) return this.finish(buf.utf8Slice(pos, end));
    const text = sliceAscii(tap, pos, end);
    if (!this.#fits(text)) throw ILLEGAL;
    return text;
  }

  override _write(tap: Tap, value: unknown): void {
    if (typeof value !== 'string' || !this.#fits(value)) throw ILLEGAL;
    if (writeAscii(tap, value)) return;
    if (!value.isWellFormed()) throw ILLEGAL;
    tap.writeString(value);
  }

  #fits(text: string): boolean {
    if (text.length > this.#maxLength && [...text].length > this.#maxLength) return false;
    return this.#pattern === null || this.#pattern.test(text);
  }
}

/** Bytes as they are. */
export class CheckedBytes extends CheckedScalar {
  admits(value: unknown): boolean {
    return Buffer.isBuffer(value);
  }

  finish(decoded: unknown): unknown {
    return decoded;
  }
}

const UUID_BYTES = 36;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** 1 where a hyphen stands. */
const UUID_PLACES = new Uint8Array(UUID_BYTES);
for (const at of [8, 13, 18, 23]) UUID_PLACES[at] = 1;
/** 1 for each allowed byte: first a block for digits' places, then one for hyphens'. */
const UUID_TABLE = new Uint8Array(512);
for (const digit of '0123456789abcdef') UUID_TABLE[digit.charCodeAt(0)] = 1;
UUID_TABLE[256 + '-'.charCodeAt(0)] = 1;

/** A UUID in lower case with hyphens (RFC 9562 section 4), read and written byte by byte since its length is known. */
export class CheckedUuid extends CheckedScalar {
  admits(value: unknown): boolean {
    return typeof value === 'string' && UUID.test(value);
  }

  finish(decoded: unknown): unknown {
    if (!this.admits(decoded)) throw ILLEGAL;
    return decoded;
  }

  override _read(tap: Tap): unknown {
    if (tap.readLong() !== UUID_BYTES) throw ILLEGAL;
    const { buf, pos } = tap;
    tap.pos = pos + UUID_BYTES;
    if (tap.pos > buf.length) return ''; // the length check tells
    let allowed = 0;
    for (let at = 0; at < UUID_BYTES; at++) {
      allowed += allowedAt(at, buf[pos + at] as number);
    }
    if (allowed !== UUID_BYTES) throw ILLEGAL;
    return sliceAscii(tap, pos, tap.pos);
  }

  override _write(tap: Tap, value: unknown): void {
    if (typeof value !== 'string' || value.length !== UUID_BYTES) throw ILLEGAL;
    tap.writeLong(UUID_BYTES);
    const { buf, pos } = tap;
    let allowed = 0;
    for (let at = 0; at < UUID_BYTES; at++) {
      const code = value.charCodeAt(at);
      buf[pos + at] = code;
      allowed += code < 256 ? allowedAt(at, code) : 0;
    }
    if (allowed !== UUID_BYTES) throw ILLEGAL;
    tap.pos = pos + UUID_BYTES;
  }
}

const allowedAt = (at: number, code: number): number =>
  UUID_TABLE[((UUID_PLACES[at] as number) << 8) | code] as number;

/** Writes a text that is all ASCII without first asking for its length in bytes; otherwise leaves the tap as it was. */
function writeAscii(tap: Tap, text: string): boolean {
  const start = tap.pos;
  const { length } = text;
  tap.writeLong(length);
  const { buf, pos } = tap;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x80) {
      tap.pos = start;
      return false;
    }
    buf[pos + at] = code; // beyond the end nothing is written, and the caller sees by the position
  }
  tap.pos = pos + length;
  return true;
}
