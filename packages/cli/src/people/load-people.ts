import path from 'node:path';
import type { CommandContext } from '../command-context.ts';
import { connectAs } from '../connect.ts';
import { sendOverHttp } from '../lines/line-sender.ts';
import {
  describeRefusedLines,
  type RefusedLine,
  requireAllTaken,
  sendFile,
} from '../lines/send-file.ts';
import { readProfile } from '../profile.ts';
import { readManifest } from './manifest.ts';

/** In this order, so that no case names a dwelling that its office does not know. */
const FILES = ['properties', 'cases', 'interests'] as const;
const NOUNS = { properties: 'dwelling', cases: 'case', interests: 'case' } as const;
/** More than any of the routes takes of a line. */
const LINE_BYTES_MAX = 20 * 1024;

interface LoadedFile {
  readonly lines: number;
  readonly refused: readonly RefusedLine[];
}

/** Gives each office of a deployment its dwellings, cases and interests. All of it is idempotent, so that a load that was cut is made again. */
export async function loadPeople(dir: string, context: CommandContext): Promise<void> {
  const { files } = readManifest(dir);
  const profile = readProfile(context.profileName(), context.ports.cwd);
  const printer = context.printer();
  const loaded: Record<string, LoadedFile> = {};
  for (const name of listFiles(files)) {
    const { agency, file } = parseName(name);
    const office = agency === 'jobcentre' ? agency : `council-tax-${agency}`;
    const service = file === 'interests' ? 'gateway' : office;
    printer.note(`${name}`);
    const wanted = { file: path.join(dir, name), fromLine: 1, format: 'ndjson' as const };
    const { lines, refused } = await sendFile(
      { ...wanted, table: null, noun: NOUNS[file], lineBytesMax: LINE_BYTES_MAX },
      () => sendOverHttp(connectAs(agency, profile), { service, path: `/v1/${file}/bulk` }),
      context,
      () => undefined,
    );
    loaded[name] = { lines, refused };
  }
  printer.result({ loaded }, () => describeLoaded(loaded));
  requireAllTaken(Object.values(loaded).flatMap(({ refused }) => refused));
}

/** Those with anything in them: a small set may have nobody at one of the offices. */
const listFiles = (
  files: Readonly<Record<string, { readonly lines: number }>>,
): readonly string[] =>
  FILES.flatMap((file) =>
    Object.entries(files)
      .filter(([name, { lines }]) => name.endsWith(`/${file}.ndjson`) && lines > 0)
      .map(([name]) => name),
  );

function parseName(name: string): { readonly agency: string; readonly file: keyof typeof NOUNS } {
  const [agency = '', file = ''] = name.replace('.ndjson', '').split('/');
  return { agency, file: file as keyof typeof NOUNS };
}

const describeLoaded = (loaded: Readonly<Record<string, LoadedFile>>): string =>
  Object.entries(loaded)
    .flatMap(([name, { lines, refused }]) => [
      `${name}: ${lines} lines, ${refused.length} refused`,
      ...describeRefusedLines(refused),
    ])
    .join('\n');
