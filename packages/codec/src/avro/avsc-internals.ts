import { createRequire } from 'node:module';
import avsc from 'avsc';

/**
 * The part of avsc below its public types that checked types build on: a cursor over bytes, and the methods of a type that
 * use it. avsc is pinned exactly for their sake, and a test reads and writes through every one of them.
 */
export interface Tap {
  buf: Buffer;
  pos: number;
  /** All of `buf` as Latin-1, made by the first text that is read; whoever changes `buf` clears it. */
  latin1: string | undefined;
  readLong(): number;
  skipLong(): void;
  readDouble(): number;
  readFloat(): number;
  readString(): string | undefined;
  readBytes(): Buffer | undefined;
  writeLong(value: number): void;
  writeDouble(value: number): void;
  writeFloat(value: number): void;
  writeString(value: string): void;
  writeBytes(value: Buffer): void;
}

export type ErrorHook = (value: unknown, type: unknown) => void;

export interface TypeInternals {
  readonly typeName: string;
  _read(tap: Tap): unknown;
  _write(tap: Tap, value: unknown): void;
  _skip(tap: Tap): void;
  _check(value: unknown, flags: number, hook?: ErrorHook, path?: string[]): boolean;
  createResolver(writer: TypeInternals, options?: unknown): ResolverInternals;
}

export interface ResolverInternals {
  _read(tap: Tap): unknown;
  readonly itemsType: ResolverInternals | null;
}

export interface UnderlyingArray extends TypeInternals {
  readonly itemsType: TypeInternals;
}

export interface UnderlyingUnion extends TypeInternals {
  readonly types: readonly TypeInternals[];
}

type LogicalConstructor = new (
  schema: unknown,
  options: unknown,
) => TypeInternals & { readonly underlyingType: TypeInternals };

const { Tap: AvscTap } = createRequire(import.meta.url)('avsc/lib/utils.js') as {
  readonly Tap: new (buf: Buffer, pos: number) => Tap;
};

export function createTap(buf: Buffer): Tap {
  return Object.assign(new AvscTap(buf, 0), { latin1: undefined });
}

/** avsc's extension point: a type that stands in front of a built-in one. */
export const LogicalType = avsc.types.LogicalType as unknown as LogicalConstructor;

/** Thrown by a type that meets a value outside its rules. One object for all: it carries no value and costs nothing to throw. */
export const ILLEGAL = Object.freeze(new Error('a value is within its rules'));

/** Thrown by a type whose bytes cannot be what they claim to be. */
export const MALFORMED = Object.freeze(new Error('bytes are well formed'));
