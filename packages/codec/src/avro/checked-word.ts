import type { Tap } from './avsc-internals.ts';
import { ILLEGAL } from './avsc-internals.ts';
import { CheckedScalar } from './checked-type.ts';

interface Word {
  readonly text: string;
  readonly bytes: Buffer;
}

/**
 * A word of a closed list. The bytes are compared with the list's own, so that reading makes no new string and writing
 * encodes none.
 */
export class CheckedWord extends CheckedScalar {
  readonly #byText: ReadonlyMap<string, Word>;
  readonly #byLength: readonly (readonly Word[] | undefined)[];

  constructor(
    schema: { readonly type: string; readonly values: readonly string[] },
    options: unknown,
  ) {
    super(schema, options);
    const words = schema.values.map((text) => ({ text, bytes: Buffer.from(text) }));
    this.#byText = new Map(words.map((word) => [word.text, word]));
    const byLength: Word[][] = [];
    for (const word of words) {
      const same = byLength[word.bytes.length] ?? [];
      byLength[word.bytes.length] = same;
      same.push(word);
    }
    this.#byLength = byLength;
  }

  admits(value: unknown): boolean {
    return typeof value === 'string' && this.#byText.has(value);
  }

  finish(decoded: unknown): unknown {
    if (!this.admits(decoded)) throw ILLEGAL;
    return decoded;
  }

  override _read(tap: Tap): unknown {
    const length = tap.readLong();
    const { buf, pos } = tap;
    const candidates = this.#byLength[length];
    if (candidates === undefined) throw ILLEGAL;
    tap.pos = pos + length;
    for (const { text, bytes } of candidates) {
      let at = 0;
      while (at < length && buf[pos + at] === bytes[at]) at++;
      if (at === length) return text;
    }
    throw ILLEGAL;
  }

  override _write(tap: Tap, value: unknown): void {
    const word = this.#byText.get(value as string);
    if (word === undefined) throw ILLEGAL;
    const { bytes } = word;
    tap.writeLong(bytes.length);
    const { buf, pos } = tap;
    for (let at = 0; at < bytes.length; at++) buf[pos + at] = bytes[at] as number;
    tap.pos = pos + bytes.length;
  }
}
