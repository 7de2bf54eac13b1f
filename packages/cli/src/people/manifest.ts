import fs from 'node:fs';
import path from 'node:path';
import { FAULTS, type FaultCount, type FaultName, type FaultRates } from '@told/testing';
import { CliError } from '../exit-codes.ts';
import type { WrittenFile } from './line-file.ts';

/** Written last: a folder that has it is whole. */
export const MANIFEST = 'manifest.json';

/** A fault as it was asked for, and as it came out. */
interface ManifestFault {
  readonly says: string;
  readonly of: string;
  readonly stated: number;
  /** How often it could have been, how often it was, and the share. */
  readonly drawn: number;
  readonly hit: number;
  readonly cameOut: number | null;
}

export interface Manifest {
  readonly format: 'told-people/1';
  readonly seed: number;
  /** Index of the first household. */
  readonly first: number;
  /** The notices' day. */
  readonly today: string;
  readonly households: number;
  readonly changes: number;
  readonly faults: Readonly<Record<FaultName, ManifestFault>>;
  /** Lines of changes that intake refuses, by the code with which it does. */
  readonly refused: Readonly<Record<string, number>>;
  /** By path in the folder. */
  readonly files: Readonly<Record<string, WrittenFile>>;
}

const DIGITS = 5;

export function describeFaults(
  rates: FaultRates,
  counts: Readonly<Record<FaultName, FaultCount>>,
): Manifest['faults'] {
  const told = Object.entries(FAULTS).map(([key, { of, says }]) => {
    const name = key as FaultName;
    const { drawn, hit } = counts[name];
    const cameOut = drawn === 0 ? null : Number((hit / drawn).toFixed(DIGITS));
    return [name, { says, of, stated: rates[name], drawn, hit, cameOut }] as const;
  });
  return Object.fromEntries(told) as Record<FaultName, ManifestFault>;
}

/** Throws CliError `usage` for a folder that holds no whole set. */
export function readManifest(dir: string): Manifest {
  try {
    return JSON.parse(fs.readFileSync(path.join(dir, MANIFEST), 'utf8')) as Manifest;
  } catch (error) {
    const why =
      error instanceof SyntaxError ? 'not JSON' : ((error as NodeJS.ErrnoException).code ?? '');
    throw new CliError(
      'usage',
      `${dir} holds no whole set of people: ${MANIFEST} cannot be read (${why}).\nFix: make one with "told people generate --out ${dir}".`,
    );
  }
}
