import type { Readable } from 'node:stream';
import type { CliConfig } from './config.ts';
import type { Printer } from './print.ts';

/** What a command may touch, apart from the network and signals. */
export interface CliPorts extends CliConfig {
  readonly cwd: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly isTerminal: boolean;
  /** Columns of the terminal that `err` writes to; undefined, or left out: it is none. */
  readonly errColumns?: () => number | undefined;
  readonly readInput: () => Readable;
}

export interface CommandContext {
  readonly ports: CliPorts;
  /** To be asked for after the command line has been parsed; the same one each time. */
  printer(): Printer;
  profileName(): string | undefined;
}
