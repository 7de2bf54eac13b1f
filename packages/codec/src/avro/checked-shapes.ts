import type {
  ErrorHook,
  ResolverInternals,
  Tap,
  TypeInternals,
  UnderlyingArray,
  UnderlyingUnion,
} from './avsc-internals.ts';
import { ILLEGAL, LogicalType, MALFORMED } from './avsc-internals.ts';

/** A value or null, without the search through branches that a union needs. */
export class CheckedNullable extends LogicalType {
  readonly inner: TypeInternals;

  constructor(schema: unknown, options: unknown) {
    super(schema, options);
    this.inner = (this.underlyingType as UnderlyingUnion).types[1] as TypeInternals;
  }

  override _read(tap: Tap): unknown {
    const branch = tap.readLong();
    if (branch === 0) return null;
    if (branch === 1) return this.inner._read(tap);
    throw MALFORMED;
  }

  override _write(tap: Tap, value: unknown): void {
    if (value === null) {
      tap.writeLong(0);
    } else {
      tap.writeLong(1);
      this.inner._write(tap, value);
    }
  }

  override _check(value: unknown, flags: number, hook?: ErrorHook, path?: string[]): boolean {
    return value === null || this.inner._check(value, flags, hook, path);
  }

  _update(
    resolver: { _read: ResolverInternals['_read'] },
    writer: TypeInternals,
    options: unknown,
  ) {
    if (writer.typeName === 'null') {
      resolver._read = () => null;
    } else {
      const inner = this.inner.createResolver(writer, options);
      resolver._read = (tap) => inner._read(tap);
    }
  }

  _fromValue(decoded: unknown): unknown {
    return decoded;
  }

  _toValue(value: unknown): unknown {
    return value;
  }
}

/**
 * An array whose claimed count is believed only as far as bytes follow: every item takes at least one, so a few bytes
 * cannot ask for a thousand million items.
 */
export class BoundedArray extends LogicalType {
  readonly items: TypeInternals;
  readonly maxItems: number;

  constructor(schema: unknown, options: unknown, maxItems: number) {
    super(schema, options);
    this.items = (this.underlyingType as UnderlyingArray).itemsType;
    this.maxItems = maxItems;
  }

  override _read(tap: Tap): unknown {
    return readItems(tap, this.items, this.maxItems);
  }

  override _skip(tap: Tap): void {
    for (let count = readCount(tap); count > 0; count = readCount(tap)) {
      while (count-- > 0) this.items._skip(tap);
    }
  }

  override _write(tap: Tap, value: unknown): void {
    if (!this.#admits(value)) throw ILLEGAL;
    if (value.length > 0) {
      tap.writeLong(value.length);
      for (const item of value) this.items._write(tap, item);
    }
    tap.writeLong(0);
  }

  override _check(value: unknown, flags: number, hook?: ErrorHook, path?: string[]): boolean {
    if (!this.#admits(value)) {
      hook?.(value, this);
      return false;
    }
    let valid = true;
    for (const [index, item] of value.entries()) {
      path?.push(String(index));
      valid = this.items._check(item, flags, hook, path) && valid;
      path?.pop();
    }
    return valid;
  }

  _update(
    resolver: { _read: ResolverInternals['_read'] },
    writer: TypeInternals,
    options: unknown,
  ) {
    const written = writer instanceof BoundedArray ? writer.underlyingType : writer;
    const items = this.underlyingType.createResolver(written, options).itemsType;
    if (items) resolver._read = (tap) => readItems(tap, items, this.maxItems);
  }

  _fromValue(decoded: unknown): unknown {
    return decoded;
  }

  _toValue(value: unknown): unknown {
    return value;
  }

  #admits(value: unknown): value is readonly unknown[] {
    return Array.isArray(value) && value.length <= this.maxItems;
  }
}

function readItems(
  tap: Tap,
  items: Pick<TypeInternals, '_read'>,
  maxItems: number,
): readonly unknown[] {
  const read: unknown[] = [];
  for (let count = readCount(tap); count > 0; count = readCount(tap)) {
    if (read.length + count > maxItems) throw ILLEGAL;
    while (count-- > 0) read.push(items._read(tap));
  }
  return read;
}

function readCount(tap: Tap): number {
  let count = tap.readLong();
  if (count < 0) {
    count = -count;
    tap.skipLong(); // the block's size in bytes, of use only to those who skip it
  }
  if (!(count <= tap.buf.length - tap.pos) && count !== 0) throw MALFORMED;
  return count;
}
