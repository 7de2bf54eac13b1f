import type { Tap } from './avsc-internals.ts';
import { ILLEGAL } from './avsc-internals.ts';
import { CheckedScalar } from './checked-type.ts';
import { daysOfIso, isoOfDays } from './days.ts';

export interface NumberRules {
  readonly type: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

const INT_LIMIT = 2 ** 31;
/** avsc doubles a long in floating point (zigzag): from 2^52 on it writes and reads another number without an error. */
const LONG_LIMIT = 2 ** 52;

/** A whole number within its Avro type and its own limits; a long is one that avsc carries exactly. */
export class CheckedWhole extends CheckedScalar {
  readonly #minimum: number;
  readonly #maximum: number;

  constructor(schema: NumberRules, options: unknown) {
    super(schema, options);
    const [low, high] =
      schema.type === 'int' ? [-INT_LIMIT, INT_LIMIT - 1] : [-LONG_LIMIT + 1, LONG_LIMIT - 1];
    this.#minimum = Math.max(low, schema.minimum ?? low);
    this.#maximum = Math.min(high, schema.maximum ?? high);
  }

  admits(value: unknown): boolean {
    return (
      Number.isInteger(value) &&
      (value as number) >= this.#minimum &&
      (value as number) <= this.#maximum
    );
  }

  finish(decoded: unknown): unknown {
    const number = decoded as number;
    if (!(number >= this.#minimum && number <= this.#maximum)) throw ILLEGAL;
    return number;
  }

  override _read(tap: Tap): unknown {
    return this.finish(tap.readLong());
  }

  override _write(tap: Tap, value: unknown): void {
    if (!this.admits(value)) throw ILLEGAL;
    tap.writeLong(value as number);
  }
}

/** A finite number within its limits. */
export class CheckedReal extends CheckedScalar {
  readonly #minimum: number;
  readonly #maximum: number;

  constructor(schema: NumberRules, options: unknown) {
    super(schema, options);
    this.#minimum = schema.minimum ?? -Number.MAX_VALUE;
    this.#maximum = schema.maximum ?? Number.MAX_VALUE;
  }

  admits(value: unknown): boolean {
    return typeof value === 'number' && value >= this.#minimum && value <= this.#maximum;
  }

  finish(decoded: unknown): unknown {
    if (!this.admits(decoded)) throw ILLEGAL;
    return decoded;
  }
}

/** A day, `YYYY-MM-DD` in the program and days since 1970 in the bytes. */
export class CheckedDate extends CheckedScalar {
  admits(value: unknown): boolean {
    return typeof value === 'string' && daysOfIso(value) !== undefined;
  }

  finish(decoded: unknown): unknown {
    const text = isoOfDays(decoded as number);
    if (text === undefined) throw ILLEGAL;
    return text;
  }

  override _read(tap: Tap): unknown {
    return this.finish(tap.readLong());
  }

  override _write(tap: Tap, value: unknown): void {
    const days = typeof value === 'string' ? daysOfIso(value) : undefined;
    if (days === undefined) throw ILLEGAL;
    tap.writeLong(days);
  }

  override _toValue(value: unknown): unknown {
    return typeof value === 'string' ? daysOfIso(value) : undefined;
  }
}

/** A truth value; a byte other than 0 and 1 is refused rather than taken for true. */
export class CheckedBoolean extends CheckedScalar {
  admits(value: unknown): boolean {
    return typeof value === 'boolean';
  }

  finish(decoded: unknown): unknown {
    return decoded;
  }

  override _read(tap: Tap): unknown {
    const byte = tap.buf[tap.pos++];
    if (byte === 1) return true;
    if (byte === 0 || byte === undefined) return false; // beyond the end: the length check tells
    throw ILLEGAL;
  }
}
