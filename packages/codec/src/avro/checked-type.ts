import type { ErrorHook, ResolverInternals, Tap, TypeInternals } from './avsc-internals.ts';
import { ILLEGAL, LogicalType } from './avsc-internals.ts';

/**
 * A scalar that judges each value while it is read and written. Subclasses say what is allowed (`admit` for a value of the
 * program, `finish` for one that avsc has decoded) and may read bytes themselves where that is faster.
 */
export abstract class CheckedScalar extends LogicalType {
  /** Turns a value as avsc decodes it into the program's; throws ILLEGAL when it breaks a rule. */
  abstract finish(decoded: unknown): unknown;

  /** Whether a value of the program may be written. */
  abstract admits(value: unknown): boolean;

  override _check(value: unknown, _flags: number, hook?: ErrorHook): boolean {
    const allowed = this.admits(value);
    if (!allowed) hook?.(value, this);
    return allowed;
  }

  /** Reads what another version of the schema wrote. */
  _update(
    resolver: { _read: ResolverInternals['_read'] },
    writer: TypeInternals,
    options: unknown,
  ) {
    const inner = this.underlyingType.createResolver(writer, options);
    resolver._read = (tap) => this.finish(inner._read(tap));
  }

  _fromValue(decoded: unknown): unknown {
    return this.finish(decoded);
  }

  _toValue(value: unknown): unknown {
    return value;
  }

  override _read(tap: Tap): unknown {
    return this.finish(this.underlyingType._read(tap));
  }

  override _write(tap: Tap, value: unknown): void {
    if (!this.admits(value)) throw ILLEGAL;
    this.underlyingType._write(tap, value);
  }
}
