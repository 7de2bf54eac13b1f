import { Readable } from 'node:stream';
import { runCli } from '../src/run-cli.ts';

export interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** The one JSON document on standard output; throws when there is not exactly one. */
  document<T>(): T;
}

export interface Surroundings {
  readonly cwd?: string;
  readonly profile?: string;
  readonly isTerminal?: boolean;
  readonly noColour?: boolean;
  readonly input?: string;
}

/** Runs one command line in this process, and keeps what it prints. */
export async function runTold(args: readonly string[], around: Surroundings = {}): Promise<Told> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCli(args, {
    cwd: around.cwd ?? '/',
    profile: around.profile,
    isTerminal: around.isTerminal ?? false,
    noColour: around.noColour ?? false,
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    readInput: () => Readable.from([around.input ?? '']),
  });
  const printed = out.join('');
  return {
    code,
    out: printed,
    err: err.join(''),
    document<T>() {
      const lines = printed.split('\n').filter((line) => line !== '');
      if (lines.length !== 1) throw new TypeError(`one line expected, not ${lines.length}`);
      return JSON.parse(lines[0] ?? '') as T;
    },
  };
}
