import { LedgerError } from '../errors.ts';
import { HASH_BYTES } from '../tree/hashes.ts';
import type { TreeHead } from '../tree/verify-proofs.ts';
import { decodeBase64 } from './keys.ts';

/** What a log says of itself at a moment: the text that it signs (C2SP tlog-checkpoint). */
export interface LogHead extends TreeHead {
  /** The log's id. A log that could not go on where it was has another id, and says in `lines` what it follows. */
  readonly origin: string;
  /** Further lines, each `name value`. */
  readonly lines: readonly string[];
}

/** Throws LedgerError `line-invalid`, `hash-size`, `out-of-tree`. */
export function formatHead({ origin, size, root, lines }: LogHead): string {
  if (![origin, ...lines].every(isLine)) throw new LedgerError('line-invalid');
  if (root.length !== HASH_BYTES) throw new LedgerError('hash-size');
  if (!Number.isSafeInteger(size) || size < 0) throw new LedgerError('out-of-tree', { size });
  return [origin, size, root.toString('base64'), ...lines, ''].join('\n');
}

/** Undefined for a text that is no head. */
export function parseHead(text: string): LogHead | undefined {
  const [origin = '', sizeText = '', rootText = '', ...lines] = text.split('\n');
  const end = lines.pop();
  const root = decodeBase64(rootText);
  const size = Number(sizeText);
  const isSize = /^(0|[1-9]\d*)$/.test(sizeText) && Number.isSafeInteger(size);
  if (end !== '' || !isSize || root?.length !== HASH_BYTES) return undefined;
  return [origin, ...lines].every(isLine) ? { origin, size, root, lines } : undefined;
}

const isLine = (line: string): boolean => line !== '' && !/[\n\r]/.test(line);
