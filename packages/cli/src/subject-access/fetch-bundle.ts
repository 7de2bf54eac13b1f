import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Connection } from '../connect.ts';
import { CliError } from '../exit-codes.ts';
import { arriveAll, openStream } from '../exports/open-stream.ts';
import { splitLines } from '../lines/split-lines.ts';
import { createLineFile, during, type WrittenFile } from '../people/line-file.ts';
import { prepareFolder } from '../prepare-folder.ts';
import { describePart, type Part } from './describe-part.ts';

const PARTS = 'bundle.ndjson';
const TEXT = 'bundle.txt';
const MANIFEST = 'manifest.json';
/** A decision with many recipients is the longest line. */
const LINE_BYTES_MAX = 4 * 1024 * 1024;

export interface FetchedBundle {
  readonly dir: string;
  readonly manifest: {
    readonly manifest: 'told-subject-access/1';
    readonly ledger: unknown;
    readonly preparedAt: unknown;
    readonly files: readonly (WrittenFile & { readonly file: string })[];
  };
}

/**
 * Asks for a person's bundle and writes it to a new folder: its parts as they came, the same for reading, and a manifest of both. Holds one line
 * at a time. Throws CliError `usage` when the folder holds anything, `refused` as the service does, `unavailable` when it broke off, `unsound`
 * when it is not what its last line says; the manifest is written last, so that a folder without one is no bundle.
 */
export async function fetchBundle(
  connection: Connection,
  asked: object,
  dir: string,
): Promise<FetchedBundle> {
  prepareFolder(dir);
  if (fs.readdirSync(dir).length > 0) {
    throw new CliError(
      'usage',
      `${dir} is not empty: nothing was asked for.\nFix: name another folder with --out.`,
    );
  }
  const body = await openStream(connection, '/v1/subject-access', asked);
  const [parts, text] = await Promise.all([
    createLineFile(path.join(dir, PARTS)),
    createLineFile(path.join(dir, TEXT)),
  ]);
  const digest = createHash('sha256');
  let about: Part | undefined;
  let end: Part | undefined;
  for await (const { bytes } of splitLines(arriveAll(body), LINE_BYTES_MAX)) {
    const line = bytes.toString();
    const part = JSON.parse(line) as Part;
    about ??= part;
    if (part.part === 'end') end = part;
    else digest.update(`${line}\n`);
    await parts.write(line);
    for (const sentence of describePart(part)) await text.write(sentence);
  }
  const written = { [PARTS]: await parts.close(), [TEXT]: await text.close() };
  if (end === undefined) {
    throw new CliError(
      'unavailable',
      'the bundle did not arrive whole: it has no end.\nFix: remove the folder and ask again.',
    );
  }
  if (end['sha256'] !== digest.digest('hex')) {
    throw new CliError('unsound', 'what arrived is not what its last line says.');
  }
  const manifest = {
    manifest: 'told-subject-access/1',
    ...{ preparedAt: about?.['preparedAt'], ledger: about?.['ledger'] },
    files: Object.entries(written).map(([file, of]) => ({ file, ...of })),
  } as const;
  const target = path.join(dir, MANIFEST);
  const json = `${JSON.stringify(manifest, null, 2)}\n`;
  await during(target, fs.promises.writeFile(target, json, { flag: 'wx' }));
  return { dir, manifest };
}
