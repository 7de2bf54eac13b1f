import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { ExportManifest } from '@told/service';
import type { CommandContext } from '../command-context.ts';
import type { Connection } from '../connect.ts';
import { createProgress } from '../demo/progress.ts';
import { CliError } from '../exit-codes.ts';
import { during } from '../people/line-file.ts';
import { arriveAll, openStream } from './open-stream.ts';

/** The manifest as the audit service gives it: as of a signed head. */
interface ServedManifest extends ExportManifest {
  readonly ledgerId: string;
  readonly size: number;
  readonly head: string;
}

export interface FetchedExport {
  readonly file: string;
  readonly manifestFile: string;
  readonly manifest: ServedManifest;
}

/** A manifest is made by reading all of the ledger. */
const MANIFEST_MS_MAX = 10 * 60_000;
const MEGABYTE = 1_000_000;

/**
 * Asks for the manifest, then for the file of the same size, and keeps both if they agree. Throws CliError `usage` when a file is there already,
 * `unavailable` when the file broke off, `unsound` when it is not what the manifest says.
 */
export async function fetchExport(
  connection: Connection,
  { out, question }: { readonly out: string; readonly question: URLSearchParams },
  context: CommandContext,
): Promise<FetchedExport> {
  const target = path.resolve(context.ports.cwd, out);
  const manifestTarget = `${target}.manifest.json`;
  for (const file of [target, manifestTarget]) {
    if (!fs.existsSync(file)) continue;
    throw new CliError('usage', `${path.basename(file)} is there already: nothing was written.`);
  }
  const manifest = await connection.call<ServedManifest>(
    'audit',
    `/v1/exports/entries/manifest?${question}`,
    { timeoutMs: MANIFEST_MS_MAX },
  );
  const pinned = new URLSearchParams(question);
  pinned.set('size', String(manifest.size));
  if (!pinned.has('ledger')) pinned.set('ledger', manifest.ledgerId);
  const part = `${target}.part`;
  const body = await openStream(connection, `/v1/exports/entries?${pinned}`);
  const sha256 = await writeBody(body, { part, out, bytes: manifest.bytes }, context);
  if (sha256 !== manifest.sha256)
    throw new CliError(
      'unsound',
      `what arrived is not what the manifest says; it is left in ${out}.part.`,
    );
  await during(out, fs.promises.rename(part, target));
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  await during(out, fs.promises.writeFile(manifestTarget, text, { flag: 'wx' }));
  return { file: out, manifestFile: `${out}.manifest.json`, manifest };
}

async function writeBody(
  body: AsyncIterable<Uint8Array>,
  to: { readonly part: string; readonly out: string; readonly bytes: number },
  context: CommandContext,
): Promise<string> {
  const progress = createProgress(context.printer(), 'MB', () => Math.ceil(to.bytes / MEGABYTE));
  const digest = createHash('sha256');
  const handle = await during(to.out, fs.promises.open(to.part, 'w'));
  let written = 0;
  try {
    for await (const value of arriveAll(body)) {
      digest.update(value);
      await during(to.out, handle.writeFile(value));
      written += value.length;
      progress.update(Math.round(written / MEGABYTE));
    }
    await during(to.out, handle.sync());
  } finally {
    progress.end();
    await handle.close();
  }
  return digest.digest('hex');
}
