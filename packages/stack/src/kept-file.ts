import fs from 'node:fs';
import path from 'node:path';

const OWNER_ONLY = 0o600;

/** A JSON file that keeps what the first start decided: `complete` gets what is kept and returns what shall be. */
export function keepFile<T>(file: string, complete: (kept: T | undefined) => T): T {
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
  const wanted = complete(text === undefined ? undefined : (JSON.parse(text) as T));
  if (formatJson(wanted) !== text) writePrivately(file, wanted);
  return wanted;
}

export const writePrivately = (file: string, value: unknown): void =>
  writeText(file, formatJson(value));

/** Readable by its owner only. Written beside its place and renamed, so that readers see the old file or the new one, never half. */
export function writeText(file: string, text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const partial = `${file}.${process.pid}`;
  fs.writeFileSync(partial, text, { mode: OWNER_ONLY });
  fs.renameSync(partial, file);
}

const formatJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
